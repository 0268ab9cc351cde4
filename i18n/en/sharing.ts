/** Passing a stream on: its title, its link, its QR code, its player for other pages. */
export const sharing = {
  title: {
    label: "Title",
    placeholder: "What is it about?",
    hint: "Viewers see it at once, beside the stream's name.",
  },
  link: "Link to watch",
  copyLink: "Copy link",
  copied: "Copied.",
  byHand: "It is selected: copy it with your keyboard or the menu.",
  share: "Share…",
  hint: "Whoever opens the link watches at once: no account, nothing to install.",
  qr: {
    summary: "QR code",
    image: (url: string) => `QR code of ${url}`,
    hint: "Point a phone's camera at it to watch there.",
    failed: "The QR code could not be loaded. Close this and open it again.",
  },
  embed: {
    summary: "Embed code",
    label: "HTML for another page",
    copy: "Copy code",
    hint: "Shows the player in any page that lets you add HTML.",
  },
};
