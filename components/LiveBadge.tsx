/** The one place where the accent means "on air". The word carries it; colour and dot only help. */
export function LiveBadge() {
  return <span class="badge badge--live">Live</span>;
}

/** For a stream whose broadcaster is away. */
export function AwayBadge() {
  return <span class="badge">Away</span>;
}
