import type { CheckPageTexts } from "../check_page.ts";

export const checkPage: CheckPageTexts = {
  title: "连接检查",
  description: "看看这个浏览器和所在的网络能否观看和直播；如果不能，该怎么办。",
  about: "检查自动开始。没有人看得到你，也不会打开摄像头或麦克风。",
  again: "重新检查",
  running: "正在检查…需要几秒钟。",
  standings: {
    all: "你可以在这里观看和直播。",
    watching: "你可以在这里观看，但还不能直播。",
    nearby: "在本网络内可以连接，与其他网络的连接可能失败。",
    nothing: "这里还不能播放或发送直播。",
  },
  problems: {
    "no-picture": {
      fact: "测试连接可以建立，但传不了画面。",
      advice: "请重新加载页面再检查一次，或换一个浏览器。",
    },
    "no-relay": {
      fact: "这里的所有连接都必须经过中继，但没有中继响应。",
      advice: "请关闭 VPN，或换一个网络；如果仍然不行，请告诉网站的管理者。",
    },
    "no-way-out": {
      fact: "帮助连接其他网络的服务器都没有响应。",
      advice: "可能有防火墙阻挡：请关闭 VPN，或换一个网络。",
    },
  },
  findings: "检查结果",
  call: (figures) => `活动的画面可以传送：${figures}。`,
  noCall: "画面没有传到。",
  callNotTried: "无法尝试传送画面。",
  frameRate: (frames) => `每秒 ${frames} 帧`,
  delay: (time) => `延迟 ${time}`,
  servers: {
    heading: "帮助连接的服务器",
    answers: {
      answers: (url) => `${url} 有响应`,
      silent: (url) => `${url} 没有响应`,
      refused: (url) => `${url} 不接受本页`,
    },
    after: (time) => `，用时 ${time}`,
    none: "没有这样的服务器：只能在同一网络内，或在没有路由器阻隔时连接。",
    relayMissing: "有中继，但服务器没有提供给本页。",
    notTried: "无法尝试。",
  },
  candidates: {
    heading: "从这个浏览器出去的路",
    kind: "路径",
    protocol: "协议",
    family: "地址",
    count: "数量",
    kinds: { host: "本网络（host）", srflx: "从外面看到的（reflexive）", relay: "经中继" },
    families: { IPv4: "IPv4 地址", IPv6: "IPv6 地址", hidden: "浏览器已隐藏" },
    none: "没有找到。",
  },
  report: {
    heading: "报告",
    label: "文字报告",
    hint: "给帮助你的人看。其中没有你的任何地址。",
    copy: "复制报告",
    copied: "报告已复制。",
    byHand: "浏览器不允许复制：报告已选中，请自行复制。",
    browser: (agent) => `浏览器：${agent}`,
  },
};
