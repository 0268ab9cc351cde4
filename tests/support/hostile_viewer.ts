/** A page that watches with offers and candidates that no page of ours makes. */
import type { Page } from "playwright-core";
import { SIGNALING_PATH, SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";

/** What the server answered to an offer first. */
export interface Reply {
  readonly type: string;
  readonly code?: string;
  readonly sdp?: string;
}

export interface HostileOffer {
  /** How many transceivers of each kind to offer. */
  readonly audio?: number;
  readonly video?: number;
  /** Whether to send a picture, and to open a data channel. */
  readonly sends?: boolean;
  readonly channel?: boolean;
  /** Texts in the offer to replace: a regular expression, and what comes in its place. */
  readonly replace?: readonly (readonly [pattern: string, by: string])[];
  /** Text after the offer. */
  readonly append?: string;
  /** Whether to stay after the reply. */
  readonly stays?: boolean;
  /** Candidates to send after the offer. */
  readonly candidates?: readonly string[];
}

/**
 * Joins the stream with each of these offers, one after the other.
 * @param page of the server, without a stream
 */
export function offerAll(
  page: Page,
  stream: string,
  offers: readonly HostileOffer[],
): Promise<Reply[]> {
  const endpoint = { path: SIGNALING_PATH, protocol: SUBPROTOCOL };
  return page.evaluate(async ({ stream, offers, endpoint }) => {
    const replies: Reply[] = [];
    for (const offer of offers) {
      const { audio = 1, video = 1, sends = false, channel = false, replace = [] } = offer;
      const { append = "", candidates = [], stays = false } = offer;
      const connection = new RTCPeerConnection();
      const direction = sends ? "sendrecv" : "recvonly";
      for (let i = 0; i < audio; i++) connection.addTransceiver("audio", { direction });
      for (let i = 0; i < video; i++) connection.addTransceiver("video", { direction });
      if (sends) {
        const picture = document.createElement("canvas");
        picture.getContext("2d");
        const [track] = picture.captureStream(10).getTracks();
        await connection.getTransceivers().at(-1)?.sender.replaceTrack(track);
      }
      const opened = channel ? connection.createDataChannel("hostile") : null;
      if (opened !== null) opened.onopen = () => opened.send("x".repeat(10_000));
      await connection.setLocalDescription();
      let sdp = connection.localDescription?.sdp ?? "";
      for (const [pattern, by] of replace) sdp = sdp.replace(new RegExp(pattern, "g"), by);
      sdp += append;
      const socket = new WebSocket(`ws://${location.host}${endpoint.path}`, endpoint.protocol);
      await new Promise((resolve) => socket.onopen = resolve);
      const say = (message: object) => socket.send(JSON.stringify(message));
      say({ type: "watch", stream, offer: { negotiation: 1, sdp } });
      const list = candidates.map((candidate) => ({
        candidate,
        sdpMid: "0",
        sdpMLineIndex: 0,
        usernameFragment: null,
      }));
      replies.push(
        await new Promise<Reply>((resolve) => {
          socket.onclose = ({ code }) => resolve({ type: `closed with ${code}` });
          socket.onmessage = ({ data }) => {
            const message = JSON.parse(data);
            if (message.type === "ping") return say({ type: "pong" });
            if (message.type === "watching" && list.length > 0) {
              say({ type: "candidates", negotiation: 1, candidates: list });
            }
            if (message.type === "answer") {
              connection.setRemoteDescription({ type: "answer", sdp: message.sdp }).catch(() => {});
            }
            if (["answer", "declined", "renew", "error"].includes(message.type)) resolve(message);
          };
        }),
      );
      if (stays) continue;
      if (socket.readyState === WebSocket.OPEN) say({ type: "leave" });
      connection.close();
    }
    return replies;
  }, { stream, offers, endpoint });
}
