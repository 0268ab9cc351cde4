import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";

interface GraphProps {
  /** The time of each value, in milliseconds, the newest last. */
  times: readonly number[];
  /** null: a gap. */
  values: readonly (number | null)[];
  /** The least value of the top of the graph. */
  atLeast: number;
}

const HEIGHT = 44;

/** A curve over time. It is decoration: the newest value is beside it as text. */
export function Graph({ times, values, atLeast }: GraphProps) {
  const container = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const chart = new uPlot(optionsFor(element, atLeast), [[], []], element);
    plot.current = chart;
    const resizeObserver = new ResizeObserver(() =>
      chart.setSize({ width: element.clientWidth, height: HEIGHT })
    );
    resizeObserver.observe(element);
    return () => {
      resizeObserver.disconnect();
      chart.destroy();
      plot.current = null;
    };
  }, [atLeast]);
  useEffect(() => {
    plot.current?.setData([times.map((time) => time / 1_000), [...values]]);
  }, [times, values]);
  return <div class="graph" ref={container} aria-hidden="true" />;
}

function optionsFor(element: HTMLElement, atLeast: number): uPlot.Options {
  const { color } = getComputedStyle(element);
  return {
    width: element.clientWidth,
    height: HEIGHT,
    padding: [2, 0, 2, 0],
    legend: { show: false },
    cursor: { show: false },
    axes: [{ show: false }, { show: false }],
    scales: {
      x: { time: false },
      y: { range: (_plot, _min, max) => [0, Math.max(max ?? 0, atLeast)] },
    },
    series: [{}, { stroke: color, width: 1.5, points: { show: false } }],
  };
}
