import { useEffect, useState } from "preact/hooks";
import { STUDIO } from "@/i18n/studio.ts";
import { SYSTEM_CLOCK } from "@/common/clock.ts";
import { clock } from "./duration.ts";
import { useTexts } from "./texts.tsx";

/** How long it has been since then, on a clock that nobody sets, counting. A timer is not read out while it runs. */
export function Clock({ since }: { since: number }) {
  const { timeOnAir } = useTexts(STUDIO);
  const [now, setNow] = useState(SYSTEM_CLOCK.now);
  useEffect(() => {
    const tick = () => setNow(SYSTEM_CLOCK.now());
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [since]);
  return (
    <span class="clock" role="timer" aria-label={timeOnAir} translate={false}>
      {clock(now - since)}
    </span>
  );
}
