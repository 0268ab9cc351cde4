import { formatFor } from "../format.ts";
import type { StudioTexts } from "../en/studio.ts";
import { unavailable } from "./unavailable.ts";

const { number, coarse } = formatFor("zh");

export const studio: StudioTexts = {
  states: {
    idle: {
      title: "准备开播",
      detail: "浏览器会请求使用摄像头和麦克风。开播前没有人能看到你。",
    },
    resumable: { title: "你刚才在直播", detail: "继续直播后，等待中的观众即可看到你。" },
    asking: {
      title: "请允许使用摄像头和麦克风",
      detail: "请在浏览器弹出的提示中允许，提示通常位于窗口上方。",
    },
    claiming: { title: "正在开播", detail: "直播即将开始。" },
    taken: {
      title: "直播间名称已被占用",
      detail: "该名称已有主人。请更换名称；如果它属于你，请输入对应的直播密钥。",
    },
    replaced: {
      title: "你正在其他标签页直播",
      detail: "直播已由其他标签页接管，当前页面已停止推流。",
    },
  },
  unanswered: {
    title: "等待授权",
    detail:
      "授权提示在地址栏附近，或需点击地址栏的摄像头图标查看，也可能被其他窗口遮挡。如果没有提示，请取消后重试。",
  },
  unavailable,
  neither: {
    title: "摄像头和麦克风均不可用",
    detail: (camera, microphone) => `${camera}；${microphone}。请解决其中一项后重试。`,
  },
  problems: {
    "insecure-page": {
      title: "页面连接不安全",
      detail: "浏览器仅允许 https:// 或 localhost 页面使用摄像头，请改用这类地址打开。",
    },
    "no-webrtc": {
      title: "当前浏览器无法开播",
      detail:
        "浏览器不支持 WebRTC，或 WebRTC 被拦截。请使用新版 Chrome、Edge、Firefox 或 Safari，并停用拦截它的扩展程序。",
    },
    "server-full": {
      title: "服务器已满",
      detail: "服务器上的直播数量已达上限，请稍后重试。",
    },
    "too-many": { title: "当前网络的请求过多", detail: "请过一会儿再试。" },
    "key-required": {
      title: "需要直播密钥",
      detail: "服务器要求使用直播密钥开播，请输入你的密钥。",
    },
    unreachable: { title: "无法连接服务器", detail: "请检查网络后重试。" },
    forbidden: {
      title: "服务器拒绝了该页面",
      detail:
        "服务器无法识别该地址。服务器日志中说明了如何设置 PUBLIC_URL、TRUST_PROXY 或 ALLOWED_ORIGINS。",
    },
    "server-fault": {
      title: "服务器出了问题",
      detail: "并非你的操作所致，请稍后重试。如果问题持续出现，请联系管理员。",
    },
    "server-down": { title: "服务器没有运行", detail: "服务器可能正在重启，请稍后重试。" },
    outdated: { title: "页面版本早于服务器", detail: "请刷新页面后继续。" },
    "no-socket": {
      title: "连接被阻止",
      detail: "服务器有响应，但网络中有设备阻止了 WebSocket。请关闭 VPN，或换一个网络。",
    },
    unexpected: {
      title: "出错了",
      detail: "直播已停止，请重试；如再次出现，请刷新页面。",
    },
  },
  againIn: (wait) => `请在 ${coarse(Math.ceil(wait / 60_000) * 60_000)}后重试。`,
  reload: "刷新页面",
  check: "在新标签页中检查网络连接",
  ended: {
    title: "直播已结束",
    detail: (lasted, most) => `本次直播时长 ${lasted}，最多 ${number(most)} 人同时观看。`,
    save: "保存录像",
    recordings: (count) => `未保存的录像：${number(count)}`,
  },
  insecure: {
    title: "要用这台设备开播，请使用 HTTPS",
    start: "用这条命令启动服务器：",
    then: "然后在这里打开这个地址：",
    open: "打开安全页面",
  },
  previewing: { title: "预览", detail: "仅自己可见。" },
  live: "直播中",
  onAir: "任何人都可以通过链接观看。",
  dark: {
    nothing: {
      camera: "观众看不到画面：摄像头没有图像。",
      screen: "观众看不到画面：共享的窗口已最小化或被隐藏。",
    },
    black: {
      camera: "观众看到的是黑屏，摄像头是否被遮挡？",
      screen: "观众看到的是黑屏，共享的窗口是否已最小化？",
    },
  },
  isolated: {
    title: "观众无法连接到你",
    detail:
      "WebRTC 可能被扩展程序、VPN 或管理策略拦截，请关闭后重试，或更换浏览器。跨网络时可能还需要 TURN 服务器。",
  },
  outdated: "页面版本早于服务器：当前观众不受影响，但新观众无法进入。刷新页面时直播会短暂中断。",
  reconnecting: "正在重新连接服务器，当前观众不受影响。",
  gone: {
    camera: "摄像头已断开，或被其他应用占用。声音仍在直播。",
    microphone: "麦克风已断开，或被其他应用占用。画面仍在直播。",
  },
  allGone: "摄像头和麦克风已断开，或被其他应用占用。",
  otherDevice: { camera: "更换摄像头", microphone: "更换麦克风" },
  title: (stream) => `${stream} · 开播`,
  heading: "开播",
  description: (stream) =>
    `在直播间“${stream}”开播，将摄像头、麦克风或屏幕从浏览器直接传给每位观众。`,
  anotherName: "更换直播间",
  preview: "你的预览画面（静音）",
  timeOnAir: "直播时长",
  buttons: {
    start: "开播",
    resume: "继续直播",
    cancel: "取消",
    stop: "结束直播",
    again: "重试",
    soundAlone: "仅用声音开播",
    pictureAlone: "无声开播",
    anyway: "仍要开播",
    here: "在此标签页开播",
  },
  key: { summary: "我有直播密钥", label: "直播密钥", use: "使用此密钥" },
  unkeptKey: {
    heading: "请保存直播密钥",
    reason:
      "浏览器无法为此页面保存数据：存储空间已满或被禁用。刷新或关闭页面后，只有此密钥能证明直播间属于你。",
    copy: "复制密钥",
    download: "下载",
    hint: "再次开播时，请在“我有直播密钥”中输入。请勿泄露给他人。",
  },
  tabTitle: (title) => `● 直播中 · ${title}`,
  mute: {
    microphone: "静音",
    camera: "隐藏画面",
    unmute: "取消静音",
    show: "显示画面",
    silent: "已静音，观众听不到你的声音。",
    dark: "画面已隐藏，观众看到黑屏。",
  },
  keys: {
    heading: "键盘快捷键",
    off: "已关闭",
    space: "空格键",
    commands: {
      mute: "静音或取消静音",
      talk: "按住说话（未静音时按住则静音）",
      picture: "隐藏或显示画面",
    },
    use: "启用快捷键",
  },
  freeName: "可用名称",
  broadcastAs: (name) => `以“${name}”开播`,
  ownership: "直播间名称归首个使用者所有。密钥保存在当前浏览器中，刷新页面后仍可继续直播。",
};
