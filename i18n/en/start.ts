/** What a page says whose script has not come. Not sent with any script. */
export const start = {
  none: {
    title: "JavaScript is off",
    detail: "Live video needs JavaScript. Allow it for this page, then reload.",
  },
  late: {
    title: "Still loading",
    detail: "This is taking longer than usual. The page starts by itself once it has loaded.",
  },
  failed: {
    title: "This page did not load completely",
    detail: "Reload it. If that does not help, a browser extension or your network may block it.",
  },
  old: {
    title: "This browser is too old",
    detail: "Use a current version of Chrome, Edge, Firefox or Safari.",
  },
  reload: "Reload",
};

export type StartTexts = typeof start;
