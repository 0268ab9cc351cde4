/**
 * A join on two pages that have nothing else to do: all that can be done ahead is done, and descriptions go from page to
 * page within the browser. What it takes is the browser's own.
 */
import type { BrowserContext, Page } from "playwright-core";
import { firstFrame } from "./first_frame.ts";

/** For descriptions, between pages of one origin. */
const CHANNEL = "bench-descriptions";

/** A page that sends its camera to whoever offers. @param url a page with nothing on it, where there may be a camera */
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
      const found = new Promise((resolve) => connection.onicecandidate = resolve);
      await connection.setLocalDescription();
      await found;
      channel.postMessage(connection.localDescription?.toJSON());
    };
  }, CHANNEL);
  return page;
}

/** Milliseconds from sending an offer that is ready to the first frame. @param visitor with `recordFirstFrame` */
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
