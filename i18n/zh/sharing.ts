import type { SharingTexts } from "../sharing.ts";

export const sharing: SharingTexts = {
  title: {
    label: "标题",
    placeholder: "在播什么？",
    hint: "观众会立即在直播名旁边看到它。",
  },
  link: "观看链接",
  copyLink: "复制链接",
  copied: "已复制。",
  byHand: "内容已选中，请用键盘或菜单复制。",
  share: "分享…",
  hint: "打开链接就能看：无需账号，无需安装。",
  qr: {
    summary: "二维码",
    image: (url) => `二维码：${url}`,
    hint: "用手机相机扫一扫，就能在手机上看。",
    failed: "二维码加载失败。请收起后再展开。",
  },
  embed: {
    summary: "嵌入代码",
    label: "用于其他网页的 HTML",
    copy: "复制代码",
    hint: "在任何可以添加 HTML 的网页中显示播放器。",
  },
};
