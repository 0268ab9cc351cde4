import type { StatisticsTexts } from "../en/statistics.ts";

export const statistics: StatisticsTexts = {
  title: "统计信息",
  close: "关闭统计信息",
  resolution: "分辨率",
  frameRate: "帧率",
  frames: (rate) => `${rate} 帧/秒`,
  codecs: "编解码器",
  bitrate: "码率",
  loss: "丢包率",
  jitter: "抖动",
  roundTrip: "往返时间",
  delay: "网络与缓冲延迟",
  path: "路径",
  firstFrame: "首帧耗时",
  freezes: "卡顿次数",
  dropped: "丢帧数",
  notYet: "暂无数据",
  direct: (protocol) => `直连，${protocol}`,
  relayed: (protocol) => `中继，${protocol}`,
};
