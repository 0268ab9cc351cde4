import type { Alone } from "@/common/sharing.ts";

/** Passing a stream on: its title, its link, its QR code, its player for other pages. */
export const sharing = {
  title: {
    label: "Title",
    placeholder: "Add a title",
    hint: "Viewers see it right away, next to the stream name.",
  },
  link: "Link for viewers",
  linkHere: "Link for this device",
  /** Where nobody else can open the server. */
  alone: {
    host:
      "Only this device can open the link. To let others watch, start the server with HOST=0.0.0.0 or set PUBLIC_URL to the address they use.",
    network:
      "Only this device can open the link: it has no network address. Connect to a network, then reload this page.",
  } satisfies Record<Alone, string>,
  address: {
    label: "Address",
    hint:
      "This device has several addresses. If one does not work for your viewers, choose another.",
  },
  copyLink: "Copy link",
  copied: "Copied.",
  byHand: "Selected. Copy it with your keyboard or the menu.",
  share: "Share…",
  hint: "Viewers just open the link. No account, nothing to install.",
  qr: {
    summary: "QR code",
    image: (url: string) => `QR code of ${url}`,
    hint: "Scan it with a phone to watch there.",
    failed: "Could not load the QR code. Close this section and open it again.",
  },
  embed: {
    summary: "Embed code",
    label: "HTML for your page",
    copy: "Copy code",
    hint: "Shows the player on any page where you can add HTML.",
  },
};

export type SharingTexts = typeof sharing;
