/** Functions that offer to receive media. They use nothing from outside their bodies: the page's head gets them as text. */

/**
 * Makes a connection offer to receive a picture and sound.
 * @returns resolves when the local description is set
 */
export function offerToReceive(connection: RTCPeerConnection): Promise<void> {
  // By default an offer lists every variant of every codec, and half of its bytes are for codecs that no broadcaster would
  // send. Keep Opus, which every browser has (RFC 7874, 3), and video with 8 bits and 4:2:0, without H.264 in
  // single-NAL-unit packets. Keep retransmission and forward error correction too.
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
 * Resolves when the first candidates are found, or after 100 ms. Host candidates are found together (in Chromium within 5 ms
 * of the description, or within 100 ms while the page loads), and candidates in the description need no message of their own.
 */
export function awaitFirstCandidates(connection: RTCPeerConnection): Promise<void> {
  const batchTime = 1; // milliseconds
  const timeout = 100;
  const hasSome = connection.localDescription?.sdp.includes("a=candidate") ?? false;
  // Timers of a background page wait for a second.
  if (hasSome || connection.iceGatheringState === "complete" || document.hidden) {
    return Promise.resolve();
  }
  // While a page loads, its timers wait for layout and scripts; scheduled tasks do not. Safari has no scheduler.
  const after = (delay: number, run: () => void) =>
    globalThis.scheduler === undefined
      ? setTimeout(run, delay)
      : globalThis.scheduler.postTask(run, { delay, priority: "user-blocking" });
  return new Promise((resolve) => {
    const end = () => {
      connection.removeEventListener("icecandidate", onCandidate);
      resolve();
    };
    const onCandidate = () => after(batchTime, end);
    connection.addEventListener("icecandidate", onCandidate);
    after(timeout, end);
  });
}
