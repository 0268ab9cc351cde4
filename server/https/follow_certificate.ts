import { getLogger } from "@logtape/logtape";
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import type { Certificate } from "./certificate.ts";

const log = getLogger(["tuila", "https"]);

/** How often the files are looked at, in milliseconds. */
const PERIOD = 2_000;

export interface FollowOptions {
  /** What is in the files now. Throws what is wrong with it. */
  readonly read: () => Certificate;
  readonly renew: (certificate: Certificate) => void;
  readonly clock?: Clock;
}

/**
 * Looks whether another certificate is in the files, and renews with it. They are read, not watched: what renews
 * certificates writes them anew, renames them or points links elsewhere. Certificate and key are written one after the
 * other, so a pair counts once it was found twice. One that cannot be used is logged once, and changes nothing.
 * @returns ends it
 */
export function followCertificate(
  current: Certificate,
  { read, renew, clock = SYSTEM_CLOCK }: FollowOptions,
): () => void {
  let used = readPair(() => current);
  let before = used;
  let cancel = clock.after(PERIOD, tick);

  function tick(): void {
    cancel = clock.after(PERIOD, tick);
    const now = readPair(read);
    const settled = now.state === before.state;
    before = now;
    if (!settled || now.state === used.state) return;
    used = now;
    if (now.certificate === null) return tell(now.state);
    try {
      renew(now.certificate);
      log.info("The certificate has changed. New connections use the new one.");
    } catch (error) {
      tell(error instanceof Error ? error.message : String(error));
    }
  }

  return () => cancel();
}

interface Reading {
  /** The same for the same files. */
  readonly state: string;
  readonly certificate: Certificate | null;
}

function readPair(read: () => Certificate): Reading {
  try {
    const certificate = read();
    return { state: `${certificate.cert}\n${certificate.key}`, certificate };
  } catch (error) {
    return { state: error instanceof Error ? error.message : String(error), certificate: null };
  }
}

function tell(reason: string): void {
  log.warn("Cannot use the new certificate; keeping the previous one: {reason}", { reason });
}
