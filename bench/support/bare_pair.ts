/** A pair of RTCPeerConnections without any application: what a browser does by itself. */
import type { Page } from "playwright-core";
import * as v from "valibot";

const Description = v.object({ type: v.picklist(["offer", "answer"]), sdp: v.string() });

/**
 * Sends `testClock()` (`defineClock`) from one page to a video of another page, or of the same page. Both pages are empty;
 * descriptions contain all candidates.
 */
export async function connectBarely(sender: Page, receiver: Page): Promise<void> {
  for (const page of new Set([sender, receiver])) await page.goto("about:blank");
  const offer = await sender.evaluate(async () => {
    const connection = new RTCPeerConnection();
    Object.assign(globalThis, { testSender: connection });
    const open: () => MediaStream = Reflect.get(globalThis, "testClock");
    const stream = open();
    for (const track of stream.getTracks()) connection.addTrack(track, stream);
    await connection.setLocalDescription();
    while (connection.iceGatheringState !== "complete") {
      await new Promise((changed) => connection.onicegatheringstatechange = changed);
    }
    return connection.localDescription?.toJSON();
  });
  const answer = await receiver.evaluate(async (offer) => {
    const connection = new RTCPeerConnection();
    const video = Object.assign(document.createElement("video"), { autoplay: true, muted: true });
    document.body.append(video);
    connection.ontrack = ({ streams: [stream] }) => void (video.srcObject = stream);
    await connection.setRemoteDescription(offer);
    await connection.setLocalDescription();
    while (connection.iceGatheringState !== "complete") {
      await new Promise((changed) => connection.onicegatheringstatechange = changed);
    }
    return connection.localDescription?.toJSON();
  }, v.parse(Description, offer));
  await sender.evaluate(
    (answer) => Reflect.get(globalThis, "testSender").setRemoteDescription(answer),
    v.parse(Description, answer),
  );
}
