/** What everyone is told about the stream: its title, how many watch, who is in line. */
import type { About } from "./protocol.ts";
import type { Draft } from "./room_draft.ts";
import { census, lineOf } from "./room_line.ts";

/** Tells the broadcaster how many watch and wait, if that is news to it. */
export function tellCensus(draft: Draft): void {
  const { count, waiting } = census(draft);
  const before = census(draft.before);
  const isKnown = draft.seat === draft.before.seat && count === before.count &&
    waiting === before.waiting;
  if (!isKnown) draft.tellBroadcaster({ type: "viewers", count, waiting });
}

/**
 * Tells each viewer what is news to it. Who has just come, or is in line from now on or no longer, hears it at once. Of all
 * else everyone hears together and not too often: so many who come at a time would make it as many messages squared.
 */
export function tellAbout(draft: Draft): void {
  const { now, limits, description: { title } } = draft;
  const viewers = census(draft).count;
  const line = lineOf(draft);
  const isQuiet = now < draft.quietUntil;
  draft.keptBack = false;
  for (const [peer, viewer] of draft.viewers) {
    const { told, awayUntil } = viewer;
    const about = { title, viewers, place: line.get(peer) ?? null };
    if (awayUntil !== null || (told !== null && isSame(told, about))) continue;
    const atOnce = told === null || (told.place === null) !== (about.place === null);
    if (isQuiet && !atOnce) {
      draft.keptBack = true;
      continue;
    }
    if (!atOnce) draft.quietUntil = now + limits.aboutEvery;
    draft.put(peer, { ...viewer, told: about });
    draft.tellViewer(peer, { type: "about", ...about });
  }
}

function isSame(a: About, b: About): boolean {
  return a.title === b.title && a.viewers === b.viewers && a.place === b.place;
}
