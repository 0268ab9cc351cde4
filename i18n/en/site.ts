import { formatFor } from "../format.ts";

const { number } = formatFor("en");

/** What all pages share. */
export const site = {
  home: "Tuila, home",
  navigation: "Main",
  broadcast: "Broadcast",
  watch: "Watch",
  skip: "Skip to the content",
  card: "Tuila 推拉. Go live in one browser. Watch in any other.",
  live: "Live",
  away: "Away",
  watching: (viewers: number) => `${number(viewers)} watching`,
  needsScript: "Live video needs JavaScript. Allow it for this page, then reload.",
  toStart: "Go to the start page",
  notAName: "A stream name has 1 to 64 letters, digits, - or _.",
  notFound: {
    title: "There is nothing here",
    detail: "The address may be mistyped, or the page has moved.",
  },
  cannotShow: "This cannot be shown",
  failed: {
    title: "Something went wrong here",
    detail: "It is not your doing. Try again in a moment.",
  },
};
