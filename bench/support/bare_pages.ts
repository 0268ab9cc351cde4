/**
 * A join between two minimal pages: everything that can be prepared is prepared, and descriptions go from page to page
 * within the browser. What remains is the time that the browser itself needs.
 */
import type { BrowserContext, Page } from "playwright-core";
import { firstFrame } from "./first_frame.ts";

/** The BroadcastChannel for descriptions. */
const CHANNEL = "bench-descriptions";

/** Opens a page that answers every offer with its camera. @param url an empty page in a secure context */
export async function openBareSender(visitor: BrowserContext, url: string): Promise<Page> {
  const page = await visitor.newPage();
  await page.goto(url);
  await page.evaluate(async (name) => {
    const media = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    const channel = new BroadcastChannel(name);
    const video = Object.assign(document.createElement("video"), { muted: true, srcObject: media });
    document.body.append(video);
    await video.play();
    channel.onmessage = async ({ data }) => {
      if (data.type !== "offer") return;
      const connection = new RTCPeerConnection();
      await connection.setRemoteDescription(data);
      for (const transceiver of connection.getTransceivers()) {
        transceiver.direction = "sendonly";
        const { kind } = transceiver.receiver.track;
        const [track] = media.getTracks().filter((each) => each.kind === kind);
        transceiver.sender.replaceTrack(track);
      }
      const firstCandidate = new Promise((resolve) => connection.onicecandidate = resolve);
      await connection.setLocalDescription();
      await firstCandidate;
      channel.postMessage(connection.localDescription?.toJSON());
    };
  }, CHANNEL);
  return page;
}

/** Milliseconds from sending a prepared offer to the first frame. @param visitor with `recordFirstFrame` */
export async function joinBarely(visitor: BrowserContext, url: string, rest: () => Promise<void>) {
  const page = await visitor.newPage();
  try {
    await page.goto(url);
    await page.evaluate(async (name) => {
      const connection = new RTCPeerConnection({ iceCandidatePoolSize: 1 });
      const media = new MediaStream();
      for (const kind of ["audio", "video"]) {
        const { receiver } = connection.addTransceiver(kind, { direction: "recvonly" });
        media.addTrack(receiver.track);
      }
      const video = document.createElement("video");
      document.body.append(Object.assign(video, { autoplay: true, muted: true, srcObject: media }));
      await connection.setLocalDescription();
      const channel = new BroadcastChannel(name);
      channel.onmessage = ({ data }) => void connection.setRemoteDescription(data);
      const offer = () => channel.postMessage(connection.localDescription?.toJSON());
      Object.assign(globalThis, { benchOffer: offer });
    }, CHANNEL);
    await rest();
    const offered = await page.evaluate(() => {
      const now = Date.now();
      Reflect.get(globalThis, "benchOffer")();
      return now;
    });
    return await firstFrame(page) - offered;
  } finally {
    await page.close();
  }
}
