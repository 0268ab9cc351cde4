/** Reads which network paths a page's links use, and which candidates they offered. */
import type { Page } from "playwright-core";
import type { IceServer } from "@/signaling/protocol/ice_servers.ts";

export interface SelectedPath {
  readonly local: string;
  readonly remote: string;
  /** The protocol between the page's browser and its TURN server. */
  readonly relayProtocol: string | null;
}

/** The selected candidate pairs of a page's open links. */
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

/** Every candidate in the text of messages, in descriptions (`a=candidate:…`) or trickled. */
export function candidatesIn(text: string): string[] {
  return text.match(/candidate:\S+ \d+ (?:udp|tcp) [^"\\\r\n]*/gi) ?? [];
}

/** Whether a page can allocate a relayed address at this TURN server, and the error codes if not (RFC 8656, 18). */
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
    errors.delete(701); // an interface of this machine does not reach the server
    return { isRelayed, errors: [...errors] };
  }, server);
}
