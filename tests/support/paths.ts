/** Which ways the links of a page take, and which ways they offered. */
import type { Page } from "playwright-core";
import type { IceServer } from "@/signaling/protocol/ice_servers.ts";

export interface SelectedPath {
  readonly local: string;
  readonly remote: string;
  /** Between the page's browser and its TURN server. */
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

/** What a page that wants relayed paths alone finds with this server; the codes with which it was refused (RFC 8656, 18). */
export function allocate(
  page: Page,
  server: IceServer,
): Promise<{ isRelayed: boolean; errors: number[] }> {
  return page.evaluate(async (server) => {
    const connection = new RTCPeerConnection({
      iceServers: [server],
      iceTransportPolicy: "relay",
    });
    const errors = new Set<number>();
    let isRelayed = false;
    connection.onicecandidateerror = ({ errorCode }) => errors.add(errorCode);
    connection.onicecandidate = ({ candidate }) => isRelayed ||= candidate?.type === "relay";
    const found = new Promise<void>((resolve) => {
      connection.onicegatheringstatechange = () =>
        connection.iceGatheringState === "complete" && resolve();
    });
    connection.createDataChannel("");
    await connection.setLocalDescription();
    await found;
    connection.close();
    errors.delete(701); // one of the machine's interfaces does not reach the server
    return { isRelayed, errors: [...errors] };
  }, server);
}
