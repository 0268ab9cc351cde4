/** Which ways the links of a page take, and which ways they offered. */
import type { Page } from "playwright-core";

export interface SelectedPath {
  readonly local: string;
  readonly remote: string;
  /** Between the page's browser and its relay. */
  readonly relayProtocol: string | null;
}

/** The ways that the open links of a page take. */
export function selectedPaths(page: Page): Promise<SelectedPath[]> {
  return page.evaluate(async () => {
    const connections: RTCPeerConnection[] = Reflect.get(globalThis, "testConnections");
    const paths = [];
    for (const connection of connections) {
      const report = await connection.getStats();
      for (const { type, selectedCandidatePairId } of report.values()) {
        if (type !== "transport" || selectedCandidatePairId === undefined) continue;
        const pair = report.get(selectedCandidatePairId);
        const local = report.get(pair.localCandidateId);
        const remote = report.get(pair.remoteCandidateId);
        paths.push({
          local: local.candidateType,
          remote: remote.candidateType,
          relayProtocol: local.relayProtocol ?? null,
        });
      }
    }
    return paths;
  });
}

/** Every candidate in what was said: of descriptions (`a=candidate:…`) and on their own. */
export function candidatesIn(text: string): string[] {
  return text.match(/candidate:\S+ \d+ (?:udp|tcp) [^"\\\r\n]*/gi) ?? [];
}
