/** A viewer's link in the simulated world: stands for `ViewerLink`, over a fake connection. */
import type { Candidate } from "@/signaling/protocol/fields.ts";
import type { Bytes } from "@/webrtc/stats/media_flow.ts";
import type { ViewerLinkEvents } from "@/webrtc/link/link.ts";
import type { EarlyConnection } from "@/webrtc/watch/early_join.ts";
import { StatsReport } from "@/webrtc/stats/stats_report.ts";
import type { ViewerEnd } from "@/webrtc/watch/watch_world.ts";
import type { FakeConnection } from "./fake_connection.ts";

const HOST: Candidate = {
  candidate: "candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host",
  sdpMid: "0",
  sdpMLineIndex: 0,
  usernameFragment: null,
};

export class FakeViewerLink implements ViewerEnd {
  readonly media = new MediaStream();
  #early: EarlyConnection | null;

  /** @param late takes an event that the browser still dispatches after the link was closed */
  constructor(
    readonly connection: FakeConnection,
    readonly events: ViewerLinkEvents,
    early: EarlyConnection | null | undefined,
    readonly configured: (configuration: RTCConfiguration) => void,
    readonly late: (dispatch: () => void) => void,
  ) {
    this.#early = early ?? null;
    if (this.#early === null) connection.describe();
    connection.changed = (state) => events.changed(state);
    connection.arrives = () => events.arrives();
  }

  get isClosed(): boolean {
    return !this.connection.isOpen;
  }

  offered(): void {
    if (this.#early === null) this.connection.checker.blame("nobody has sent this offer");
  }

  async offer(): Promise<string> {
    const { connection } = this;
    connection.checker.offered();
    const { description } = connection;
    await connection.world.later(5);
    if (connection.isOpen) this.#trickleLater();
    return description;
  }

  restart(): Promise<string> {
    this.#early = null;
    this.connection.describe();
    return this.offer();
  }

  async accept(sdp: string): Promise<void> {
    const answered = this.#early?.answered ?? null;
    this.#early = null;
    await (answered ?? this.connection.accept(sdp));
    if (answered === null || this.isClosed) return;
    const { state, bytes } = this.connection;
    if (state !== "new" && state !== "checking") this.events.changed(state);
    if (bytes > 0) this.events.arrives();
  }

  addCandidates(): void {
    if (this.isClosed) this.connection.checker.blame("a closed link is given candidates");
  }

  configure(configuration: RTCConfiguration): void {
    this.configured(configuration);
  }

  setBuffer(): void {}

  statistics(): Promise<StatsReport> {
    return Promise.resolve(new StatsReport(new Map()));
  }

  received(): Promise<Bytes> {
    const { bytes } = this.connection;
    return Promise.resolve({ audio: bytes, video: bytes });
  }

  close(): void {
    this.connection.close();
    this.late(() => this.events.changed("failed"));
  }

  /** Sends a candidate after the description. */
  #trickleLater(): void {
    void this.connection.world.later(10).then(() => {
      if (this.connection.isOpen) this.events.candidates([HOST]);
    });
  }
}
