/** A link: one RTCPeerConnection between the broadcaster and one viewer. */
import type { Candidate } from "@/signaling/protocol/fields.ts";
import type { Bytes } from "../stats/media_flow.ts";
import { CandidateSender, HeldCandidates, isWorthSending } from "./candidates.ts";
import type { Encoding } from "../encodings/quality.ts";
import { Sending } from "../encodings/sender.ts";
import type { EarlyConnection } from "../watch/early_join.ts";
import { awaitFirstCandidates, offerToReceive } from "./receiving.ts";
import type { StatsReport } from "../stats/stats_report.ts";

/** Whether this browser has the WebRTC API. `canMakeLinks` tests whether it works. */
export function supportsWebRtc(): boolean {
  return typeof globalThis.RTCPeerConnection === "function";
}

export type LinkChange = "connected" | "disconnected" | "failed";

export interface LinkEvents {
  /** Local candidates to send to the other side. */
  readonly candidates: (candidates: Candidate[]) => void;
  /** The connection's state. `disconnected` may recover by itself; `failed` needs an ICE restart. */
  readonly changed: (state: LinkChange) => void;
}

export interface ViewerLinkEvents extends LinkEvents {
  /** The first packet of a track has arrived. */
  readonly arrives: () => void;
}

/** The common part of both ends. */
class Link {
  protected readonly remote: HeldCandidates;
  /** Sends the candidates found after the description was sent. Earlier ones are part of the description. */
  #sender: CandidateSender | null = null;
  #closed = false;

  constructor(
    protected readonly events: LinkEvents,
    configuration: RTCConfiguration,
    protected readonly connection = new RTCPeerConnection(configuration),
  ) {
    this.remote = new HeldCandidates((candidate) => {
      // Ignore a candidate that the browser cannot use: ICE goes on with the others.
      connection.addIceCandidate(candidate).catch(() => {});
    });
    connection.onicecandidate = ({ candidate }) => candidate && this.sendCandidates(candidate);
    connection.onconnectionstatechange = () => this.reportState();
  }

  protected reportState(): void {
    const { connectionState: state } = this.connection;
    if (state === "connected" || state === "disconnected" || state === "failed") {
      this.events.changed(state);
    }
  }

  /** Sends local candidates, unless the next description will contain them. */
  protected sendCandidates(...candidates: RTCIceCandidate[]): void {
    this.#sender?.add(...candidates.filter(isWorthSending).map(toMessage));
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** ICE servers for the next gathering. The path in use stays (WebRTC, 4.4.1.6). */
  configure(configuration: RTCConfiguration): void {
    if (!this.#closed) this.connection.setConfiguration(configuration);
  }

  /** Adds remote candidates, before or after the remote description. */
  addCandidates(candidates: readonly Candidate[]): void {
    if (!this.#closed) this.remote.add(candidates);
  }

  /** Another local description is being made, and will contain its candidates: do not send them separately. */
  protected holdLocalCandidates(): void {
    this.#sender?.close();
    this.#sender = null;
  }

  /**
   * The local description with the candidates found so far. Later candidates are sent separately from now on.
   * @throws if there is no description, for example because an extension has replaced WebRTC
   */
  protected describe(): string {
    this.holdLocalCandidates();
    const { localDescription } = this.connection;
    if (!localDescription?.sdp) throw new TypeError("the connection has no description");
    this.#sender = new CandidateSender(this.events.candidates);
    return localDescription.sdp;
  }

  /** Loads the parser on demand, so that the first picture does not wait for it. */
  async statistics(): Promise<StatsReport> {
    const [report, { StatsReport }] = await Promise.all([
      this.connection.getStats(),
      import("../stats/stats_report.ts"),
    ]);
    return new StatsReport(report);
  }

  close(): void {
    this.#closed = true;
    this.holdLocalCandidates();
    this.connection.onicecandidate = null;
    this.connection.onconnectionstatechange = null;
    this.connection.close();
  }
}

/** The viewer's end: offers to receive. */
export class ViewerLink extends Link {
  /** The received media. It has its tracks from the start, so that an element can prepare to play them. */
  readonly media = new MediaStream();
  #described: Promise<void>;
  /** The connection that was made before this link; null once its answer is applied. */
  #early: EarlyConnection | null;

  /** @param early a connection that exists already, with this configuration */
  constructor(
    protected override readonly events: ViewerLinkEvents,
    configuration: RTCConfiguration,
    early: EarlyConnection | null = null,
  ) {
    super(events, configuration, early?.connection);
    const { connection } = this;
    const described = early?.described ?? offerToReceive(connection);
    this.#described = described.then(() => awaitFirstCandidates(connection));
    this.#described.catch(() => {}); // offer() throws it
    this.#early = early;
    for (const { receiver: { track } } of connection.getTransceivers()) {
      // A remote track is muted until its first packet has come (WebRTC, 5.3).
      track.onunmute = () => this.isClosed || events.arrives();
      this.media.addTrack(track);
    }
  }

  /** The page's head has sent the offer: send the candidates found since, and all later ones. */
  offered(): void {
    this.describe();
    this.sendCandidates(...this.#early?.candidates.splice(0) ?? []);
  }

  /** The offer with the candidates found so far. Gathering began with the connection. */
  async offer(): Promise<string> {
    await this.#described;
    return this.describe();
  }

  /** An offer that restarts ICE. */
  restart(): Promise<string> {
    this.holdLocalCandidates();
    this.#early = null;
    this.remote.hold();
    this.connection.restartIce();
    this.#described = this.connection.setLocalDescription();
    return this.offer();
  }

  /** @throws if the answer does not fit the offer */
  async accept(sdp: string): Promise<void> {
    const answered = this.#early?.answered ?? null;
    this.#early = null;
    await (answered ?? this.connection.setRemoteDescription({ type: "answer", sdp }));
    if (this.isClosed) return;
    this.remote.release();
    if (answered === null) return;
    // Report what happened before this object existed.
    this.reportState();
    if (!this.media.getTracks().every(({ muted }) => muted)) this.events.arrives();
  }

  /** Sets the jitter buffer's target, in milliseconds; null: the browser decides. */
  setBuffer(target: number | null): void {
    for (const { receiver } of this.connection.getTransceivers()) {
      // WebRTC Extensions, 6.1.
      if ("jitterBufferTarget" in receiver) receiver.jitterBufferTarget = target;
    }
  }

  /** How much media has arrived. */
  async received(): Promise<Bytes> {
    const bytes = { audio: 0, video: 0 };
    for (const report of (await this.connection.getStats()).values()) {
      if (report.type !== "inbound-rtp") continue;
      bytes[report.kind === "audio" ? "audio" : "video"] += report.bytesReceived;
    }
    return bytes;
  }
}

/** Data channels, and layers, each of which is encoded. */
const EXCESS = /[\r\n](m=application|a=simulcast)/;

/** The broadcaster's end: answers and sends. */
export class BroadcasterLink extends Link {
  #encoding: Encoding | null = null;
  /** null until there is a video sender. */
  #sending: Sending | null = null;

  override close(): void {
    super.close();
    this.#sending?.close();
  }

  /** Sets how the picture is encoded from now on. */
  encode(encoding: Encoding): void {
    this.#encoding = encoding;
    this.#sending?.encode(encoding);
  }

  /**
   * Answers an offer with the broadcast's tracks.
   * @param media returns the tracks to send; called after the offer has been applied, because they may change meanwhile
   * @throws if the offer cannot be applied, or asks for more than a picture and sound
   */
  async answer(sdp: string, media: () => MediaStream): Promise<string> {
    if (EXCESS.test(sdp)) throw new TypeError("no page of ours makes this offer");
    this.holdLocalCandidates();
    this.remote.hold();
    await this.connection.setRemoteDescription({ type: "offer", sdp });
    const used = this.#usedTransceivers();
    const replaced = used.map((transceiver) => {
      // Answer both kinds `sendonly` even without a track, so that a later track needs no renegotiation.
      transceiver.direction = "sendonly";
      const { receiver, sender } = transceiver;
      sender.setStreams(media()); // browsers synchronize the tracks of one stream
      if (receiver.track.kind === "video") this.#sending ??= new Sending(sender);
      return sendTrack(transceiver, media());
    });
    for (const transceiver of this.connection.getTransceivers()) {
      if (!used.includes(transceiver)) transceiver.direction = "inactive";
    }
    // The answer does not depend on the tracks: set both at once.
    await Promise.all([...replaced, this.connection.setLocalDescription()]);
    if (this.#encoding !== null) this.#sending?.encode(this.#encoding);
    this.remote.release();
    await awaitFirstCandidates(this.connection);
    return this.describe();
  }

  /** Sends these tracks from now on, without renegotiation. */
  async send(media: MediaStream): Promise<void> {
    if (this.isClosed) return;
    await Promise.all(this.#usedTransceivers().map((each) => sendTrack(each, media)));
  }

  /** The first of each kind: whoever offers more would get the same picture, encoded as many times. */
  #usedTransceivers(): RTCRtpTransceiver[] {
    const transceivers = this.connection.getTransceivers();
    const first = (kind: string) =>
      transceivers.find(({ receiver }) => receiver.track.kind === kind);
    return [first("audio"), first("video")].flatMap((transceiver) => transceiver ?? []);
  }
}

/** Sends the track of the transceiver's kind, or none. */
async function sendTrack({ receiver, sender }: RTCRtpTransceiver, media: MediaStream) {
  // Even if `sender.track` is this track already, because another replacement may be under way.
  await sender.replaceTrack(
    media.getTracks().find(({ kind }) => kind === receiver.track.kind) ?? null,
  );
}

function toMessage(candidate: RTCIceCandidate): Candidate {
  const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
  return { candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment };
}
