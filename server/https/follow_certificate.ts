import { getLogger } from "@logtape/logtape";
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import type { Certificate } from "./certificate.ts";

const log = getLogger(["tuila", "https"]);

/** How often to read the files, in milliseconds. */
const PERIOD = 2_000;

export interface FollowOptions {
  /** Reads the pair in the files. Throws if it is not usable. */
  readonly read: () => Certificate;
  readonly renew: (certificate: Certificate) => void;
  readonly clock?: Clock;
}

/**
 * Renews the certificate when the files have another one. It reads the files instead of watching them, because tools
 * that renew certificates rewrite files, rename them or change links. They write certificate and key one after the
 * other, so a pair counts once it was read twice. An unusable pair is logged once and changes nothing.
 * @returns a function that ends it
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
  /** Equal for files with the same content. */
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
