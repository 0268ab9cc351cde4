import { useEffect, useState } from "preact/hooks";
import { STUDIO } from "@/i18n/studio.ts";
import { SYSTEM_CLOCK } from "@/common/clock.ts";
import { clock } from "./duration.ts";
import { useTexts } from "./texts.tsx";

/** The time since then, counting. The clock is monotonic. Screen readers do not read a running timer. */
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
