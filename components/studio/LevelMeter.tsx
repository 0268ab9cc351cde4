import { useEffect, useRef } from "preact/hooks";

/** A level meter. It updates on every frame without a render. It is decoration. */
export function LevelMeter({ read }: { read: () => number }) {
  const bar = useRef<HTMLSpanElement>(null);
  const latestRead = useRef(read);
  latestRead.current = read;
  useEffect(() => {
    let next = 0;
    const show = () => {
      if (bar.current !== null) {
        bar.current.style.transform = `scaleX(${latestRead.current().toFixed(3)})`;
      }
      next = requestAnimationFrame(show);
    };
    show();
    return () => cancelAnimationFrame(next);
  }, []);
  return (
    <span class="meter" aria-hidden="true">
      <span class="meter-bar" ref={bar} />
    </span>
  );
}
