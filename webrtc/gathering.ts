/**
 * How long candidates that were found ahead may take to come after the description, in milliseconds: in Chromium they come
 * within one.
 */
const MOMENT = 10;

/** Resolves once all candidates are found, or a moment later. Those that are there by then need no message of their own. */
export function gatheredSoon(connection: RTCPeerConnection): Promise<void> {
  // Timers of a page in the background wait for a second.
  if (connection.iceGatheringState === "complete" || document.hidden) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      connection.removeEventListener("icegatheringstatechange", look);
      resolve();
    };
    const look = () => connection.iceGatheringState === "complete" && end();
    const timer = setTimeout(end, MOMENT);
    connection.addEventListener("icegatheringstatechange", look);
  });
}
