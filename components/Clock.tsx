import { useEffect, useState } from "preact/hooks";
import { clock } from "./duration.ts";

/** How long it has been since then, counting. A timer is not read out while it runs. */
export function Clock({ since }: { since: number }) {
  const [now, setNow] = useState(since);
  useEffect(() => {
    const tick = () => setNow(Date.now());
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [since]);
  return <span class="clock" role="timer" aria-label="Time on air">{clock(now - since)}</span>;
}
