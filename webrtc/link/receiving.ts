/** What a viewer's connection is for. */

/**
 * Has a connection offer to receive a picture and sound. Hangs on nothing outside of itself, for it is also put into the
 * page's head as text: `head_script.ts`.
 * @returns resolved once the offer is there
 */
export function describeReceiving(connection: RTCPeerConnection): Promise<void> {
  // An offer names every codec in every variant, unless it is told: half of its bytes are of those that nobody would send.
  // Of sound that is all but Opus, which every browser has (RFC 7874, 3); of the picture what is not 8 bits of 4:2:0, and
  // H.264 in packets of one NAL unit. Resending and forward correction go along.
  const used = /^(audio\/opus|video\/(vp8|vp9|av1|h264|h265|rtx|red|ulpfec))$/i;
  const odd = /profile-id=[1-9]|profile=[1-9]|profile-level-id=f4|packetization-mode=0/;
  for (const kind of ["audio", "video"]) {
    const transceiver = connection.addTransceiver(kind, { direction: "recvonly" });
    const known = globalThis.RTCRtpReceiver?.getCapabilities?.(kind)?.codecs ?? [];
    const codecs = known.filter(({ mimeType, sdpFmtpLine = "" }) =>
      used.test(mimeType) && (/h265/i.test(mimeType) || !odd.test(sdpFmtpLine))
    );
    if (codecs.length > 0) transceiver.setCodecPreferences?.(codecs); // missing in older Firefox
  }
  return connection.setLocalDescription();
}

/**
 * Resolves once the first candidates are found, or a moment later. Those of this machine's own addresses are found together
 * (in Chromium within 5 ms of the description, on a page that is being loaded within 100 ms), and what goes along in the
 * description needs no message of its own. Hangs on nothing outside of itself either.
 */
export function gatheredSoon(connection: RTCPeerConnection): Promise<void> {
  const together = 1; // milliseconds
  const moment = 100;
  const hasSome = connection.localDescription?.sdp.includes("a=candidate") ?? false;
  // Timers of a page in the background wait for a second.
  if (hasSome || connection.iceGatheringState === "complete" || document.hidden) {
    return Promise.resolve();
  }
  // A timer of a page that is being loaded waits for its layout and its scripts; Safari has no other.
  const after = (delay: number, run: () => void) =>
    globalThis.scheduler === undefined
      ? setTimeout(run, delay)
      : globalThis.scheduler.postTask(run, { delay, priority: "user-blocking" });
  return new Promise((resolve) => {
    const end = () => {
      connection.removeEventListener("icecandidate", look);
      resolve();
    };
    const look = () => after(together, end);
    connection.addEventListener("icecandidate", look);
    after(moment, end);
  });
}
