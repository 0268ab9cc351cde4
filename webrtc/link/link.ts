/** A link: one RTCPeerConnection between the broadcaster and one viewer. The only file that works with those that carry media. */
import type { Candidate } from "@/signaling/protocol/fields.ts";
import type { Bytes } from "../stats/media_flow.ts";
import { CandidateSender, HeldCandidates, isOfUse } from "./candidates.ts";
import type { Encoding } from "../encodings/quality.ts";
import { Sending } from "../encodings/sender.ts";
import type { EarlyConnection } from "../watch/early_join.ts";
import { describeReceiving, gatheredSoon } from "./receiving.ts";
import type { StatsReport } from "../stats/stats_report.ts";

/** Whether this browser can make links at all. */
export function supportsWebRtc(): boolean {
  return typeof globalThis.RTCPeerConnection === "function";
}

export type LinkChange = "connected" | "disconnected" | "failed";

export interface LinkEvents {
  /** Candidates of this side, for the other side. */
  readonly candidates: (candidates: Candidate[]) => void;
  /** What the browser says of the link. `disconnected` may pass; `failed` does not without an ICE restart. */
  readonly changed: (state: LinkChange) => void;
}

export interface ViewerLinkEvents extends LinkEvents {
  /** The first packet of a track has come. */
  readonly arrives: () => void;
}

/** What both ends of a link have in common. */
class Link {
  protected readonly remote: HeldCandidates;
  /** Sends the candidates that follow the description that was given out; before that, they go along in it. */
  #sender: CandidateSender | null = null;
  #closed = false;

  constructor(
    protected readonly events: LinkEvents,
    configuration: RTCConfiguration,
    protected readonly connection = new RTCPeerConnection(configuration),
  ) {
    this.remote = new HeldCandidates((candidate) => {
      // One that cannot be used is no loss: ICE goes on with the others.
      connection.addIceCandidate(candidate).catch(() => {});
    });
    connection.onicecandidate = ({ candidate }) => candidate && this.found(candidate);
    connection.onconnectionstatechange = () => this.tellState();
  }

  protected tellState(): void {
    const { connectionState: state } = this.connection;
    if (state === "connected" || state === "disconnected" || state === "failed") {
      this.events.changed(state);
    }
  }

  /** Tells the other side of candidates of this one. */
  protected found(...candidates: RTCIceCandidate[]): void {
    this.#sender?.add(...candidates.filter(isOfUse).map(toMessage));
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  /** ICE servers for the next time that paths are looked for: one in use is not touched (WebRTC, 4.4.1.6). */
  configure(configuration: RTCConfiguration): void {
    if (!this.#closed) this.connection.setConfiguration(configuration);
  }

  /** Takes candidates of the other side, before or after its description. */
  addCandidates(candidates: readonly Candidate[]): void {
    if (!this.#closed) this.remote.add(candidates);
  }

  /** Another description of this side is being made: its candidates go along in it. */
  protected begin(): void {
    this.#sender?.close();
    this.#sender = null;
  }

  /**
   * This side's description as it is now, with the candidates found so far; later ones follow it.
   * @throws if there is none, as where something has replaced what the browser has
   */
  protected describe(): string {
    this.begin();
    const { localDescription } = this.connection;
    if (!localDescription?.sdp) throw new TypeError("the connection has no description");
    this.#sender = new CandidateSender(this.events.candidates);
    return localDescription.sdp;
  }

  /** What reads them is loaded when somebody asks: the first picture does not wait for it. */
  async statistics(): Promise<StatsReport> {
    const [report, { StatsReport }] = await Promise.all([
      this.connection.getStats(),
      import("../stats/stats_report.ts"),
    ]);
    return new StatsReport(report);
  }

  close(): void {
    this.#closed = true;
    this.begin();
    this.connection.onicecandidate = null;
    this.connection.onconnectionstatechange = null;
    this.connection.close();
  }
}

/** The viewer's end: offers to receive. */
export class ViewerLink extends Link {
  /** What arrives. Its tracks are there from the start, so that an element can be made ready for them. */
  readonly media = new MediaStream();
  #described: Promise<void>;
  /** What was done for the first offer before this link was there; null once that is used up. */
  #early: EarlyConnection | null;

  /**
   * @param ahead one that was made before, with this configuration
   */
  constructor(
    protected override readonly events: ViewerLinkEvents,
    configuration: RTCConfiguration,
    early: EarlyConnection | null = null,
  ) {
    super(events, configuration, early?.connection);
    const { connection } = this;
    const described = early?.described ?? describeReceiving(connection);
    this.#described = described.then(() => gatheredSoon(connection));
    this.#described.catch(() => {}); // told to whoever asks for the offer
    this.#early = early;
    for (const { receiver: { track } } of connection.getTransceivers()) {
      // A remote track is muted until its first packet has come (WebRTC, 5.3).
      track.onunmute = () => this.isClosed || events.arrives();
      this.media.addTrack(track);
    }
  }

  /** The page's head has sent the offer; candidates follow it from now on, those first that were found since. */
  offered(): void {
    this.describe();
    this.found(...this.#early?.candidates.splice(0) ?? []);
  }

  /** The offer, with the candidates found by now. Gathering began with the connection. */
  async offer(): Promise<string> {
    await this.#described;
    return this.describe();
  }

  /** An offer that restarts ICE: another path for the same link. */
  restart(): Promise<string> {
    this.begin();
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
    // What happened before this object was there to hear of it.
    this.tellState();
    if (!this.media.getTracks().every(({ muted }) => muted)) this.events.arrives();
  }

  /** How long to hold media back so that it plays evenly, in milliseconds; null: as little as the browser finds it can. */
  setBuffer(target: number | null): void {
    for (const { receiver } of this.connection.getTransceivers()) {
      // WebRTC Extensions, 6.1. Browsers without it keep to their own judgement.
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

/** The broadcaster's end: answers, and sends. */
export class BroadcasterLink extends Link {
  #encoding: Encoding | null = null;
  /** There once the picture's sender is. */
  #sending: Sending | null = null;

  override close(): void {
    super.close();
    this.#sending?.close();
  }

  /** How the picture is to be encoded from now on. */
  encode(encoding: Encoding): void {
    this.#encoding = encoding;
    this.#sending?.encode(encoding);
  }

  /**
   * Answers an offer with the broadcast's tracks.
   * @param media what is sent; asked for once the offer has been applied, since it may change meanwhile
   * @throws if the offer cannot be applied
   */
  async answer(sdp: string, media: () => MediaStream): Promise<string> {
    this.begin();
    this.remote.hold();
    await this.connection.setRemoteDescription({ type: "offer", sdp });
    const replaced = this.connection.getTransceivers().map((transceiver) => {
      // Both kinds are answered `sendonly`, with a track or without: one that comes later costs no exchange.
      transceiver.direction = "sendonly";
      const { receiver, sender } = transceiver;
      sender.setStreams(media()); // the viewer's browser keeps the tracks of one stream in step
      if (receiver.track.kind === "video") this.#sending ??= new Sending(sender);
      return sendTrack(transceiver, media());
    });
    // The answer does not hang on the tracks: it need not be told of them first.
    await Promise.all([...replaced, this.connection.setLocalDescription()]);
    if (this.#encoding !== null) this.#sending?.encode(this.#encoding);
    this.remote.release();
    await gatheredSoon(this.connection);
    return this.describe();
  }

  /** Sends these tracks from now on, without an exchange. */
  async send(media: MediaStream): Promise<void> {
    if (this.isClosed) return;
    await Promise.all(this.connection.getTransceivers().map((each) => sendTrack(each, media)));
  }
}

/** Sends the track of that kind, or none. */
async function sendTrack({ receiver, sender }: RTCRtpTransceiver, media: MediaStream) {
  // Also where `sender.track` is that track already: another replacement may be under way.
  await sender.replaceTrack(
    media.getTracks().find(({ kind }) => kind === receiver.track.kind) ?? null,
  );
}

function toMessage(candidate: RTCIceCandidate): Candidate {
  const { sdpMid, sdpMLineIndex, usernameFragment } = candidate;
  return { candidate: candidate.candidate, sdpMid, sdpMLineIndex, usernameFragment };
}
