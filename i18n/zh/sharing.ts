import type { SharingTexts } from "../en/sharing.ts";

export const sharing: SharingTexts = {
  title: {
    label: "标题",
    placeholder: "填写直播标题",
    hint: "实时显示在直播间名称旁边。",
  },
  link: "观看链接",
  linkHere: "本机观看链接",
  alone: {
    host:
      "目前只有本机能打开。要让别人观看，请用 HOST=0.0.0.0 启动服务器，或将 PUBLIC_URL 设为观众打开的地址。",
    network: "目前只有本机能打开：本机没有网络地址。请连接网络，然后重新加载本页。",
  },
  address: {
    label: "链接中的地址",
    hint: "本机有多个地址。如果观众打不开，请换一个试试。",
  },
  copyLink: "复制链接",
  copied: "已复制。",
  byHand: "已选中，请用键盘或菜单复制。",
  share: "分享…",
  hint: "观众打开链接即可观看，无需注册，无需安装。",
  qr: {
    summary: "二维码",
    image: (url) => `二维码：${url}`,
    hint: "手机扫一扫即可观看。",
    failed: "二维码加载失败，请收起后重新展开。",
  },
  embed: {
    summary: "嵌入代码",
    label: "网页嵌入代码（HTML）",
    copy: "复制代码",
    hint: "可在任意支持 HTML 的网页中嵌入播放器。",
  },
};
