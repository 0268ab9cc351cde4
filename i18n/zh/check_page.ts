import type { CheckPageTexts } from "../en/check_page.ts";

export const checkPage: CheckPageTexts = {
  title: "连接检查",
  description: "检查当前浏览器和网络能否观看和开播，并给出解决办法。",
  about: "检查会自动开始。不会打开摄像头或麦克风，也没有人能看到你。",
  again: "重新检查",
  reload: "刷新页面",
  running: "正在检查…大约需要几秒钟。",
  standings: {
    all: "可以正常观看和开播。",
    watching: "可以观看，但暂时无法开播。",
    nearby: "局域网内可以连接，跨网络连接可能失败。",
    nothing: "暂时无法观看和开播。",
  },
  problems: {
    "no-picture": {
      fact: "测试连接成功，但无法传输画面。",
      advice: "请刷新页面重新检查，或更换浏览器。",
    },
    "no-turn": {
      fact: "所有连接都必须通过 TURN 服务器，但 TURN 服务器均无响应。",
      advice: "请关闭 VPN 或更换网络后重试；如仍无法解决，请联系网站管理员。",
    },
    "no-way-out": {
      fact: "STUN/TURN 服务器均无响应。",
      advice: "可能被防火墙拦截，请关闭 VPN 或更换网络后重试。",
    },
  },
  findings: "检查结果",
  call: (figures) => `测试画面接收正常：${figures}。`,
  noCall: "未收到测试画面。",
  callNotTried: "无法发送测试画面。",
  frameRate: (frames) => `${frames} 帧/秒`,
  delay: (time) => `网络与缓冲延迟 ${time}`,
  servers: {
    heading: "STUN/TURN 服务器",
    answers: {
      answers: (url) => `${url} 响应正常`,
      silent: (url) => `${url} 无响应`,
      refused: (url) => `${url} 拒绝了连接`,
    },
    answered: (url, time) => `${url} 响应正常，用时 ${time}`,
    none: "未配置。仅支持局域网内连接，或没有路由器阻隔的网络之间连接。",
    turnMissing: "已配置 TURN 服务器，但当前页面未获得访问凭证。",
    notTried: "无法检测服务器。",
  },
  candidates: {
    heading: "可用的网络路径",
    kind: "路径",
    protocol: "协议",
    family: "地址类型",
    count: "数量",
    kinds: { host: "局域网（host）", srflx: "公网（srflx）", relay: "中继（relay）" },
    families: { IPv4: "IPv4 地址", IPv6: "IPv6 地址", hidden: "已被浏览器隐藏" },
    none: "未发现可用的网络路径。",
  },
  report: {
    heading: "检查报告",
    label: "文本报告",
    hint: "可发给技术支持人员，其中不包含你的 IP 地址。",
    copy: "复制报告",
    copied: "报告已复制。",
    byHand: "浏览器不允许自动复制。报告已选中，请手动复制。",
    browser: (agent) => `浏览器：${agent}`,
  },
};
