import { useEffect, useState } from "preact/hooks";
import {
  type InboundSample,
  type InboundStats,
  inboundStats,
} from "@/webrtc/stats/inbound_stats.ts";

/** The sampling interval in milliseconds, and how many samples to keep: two minutes. */
const INTERVAL = 1_000;
const MAX_SAMPLES = 120;

/** Statistics of the received media, sampled every second while the component is mounted. The newest is last. */
export function useStats(sample: () => Promise<InboundSample | null>): readonly InboundStats[] {
  const [history, setHistory] = useState<readonly InboundStats[]>([]);
  useEffect(() => {
    let last: InboundSample | null = null;
    let ended = false;
    const takeSample = async () => {
      const now = await sample();
      if (ended) return;
      if (last !== null && now !== null) {
        const next = inboundStats(last, now);
        setHistory((before) => [...before.slice(1 - MAX_SAMPLES), next]);
      }
      last = now;
    };
    void takeSample();
    const timer = setInterval(takeSample, INTERVAL);
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }, [sample]);
  return history;
}
