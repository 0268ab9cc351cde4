/** What all pages share. */
export const site = {
  home: "Tuila, home",
  navigation: "Main",
  more: "More",
  onAir: "Live now",
  check: "Connection check",
  broadcast: "Go live",
  watch: "Watch",
  skip: "Skip to content",
  card: "Tuila 推拉. Go live in one browser. Watch in any other.",
  toStart: "Go to the home page",
  notAName: "Stream names have 1 to 64 letters, digits, - or _.",
  notFound: {
    title: "Page not found",
    detail: "The address may be wrong, or the page has moved.",
  },
  cannotShow: "This page cannot be shown",
  failed: {
    title: "Something went wrong",
    detail: "The problem is on our side. Try again in a moment.",
  },
};

export type SiteTexts = typeof site;
