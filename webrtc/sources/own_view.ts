/** Whether a person sees a picture as in a mirror. Pure. */

/**
 * They expect to, of a camera that looks at them, and only before it: viewers get it as it is. What the other side of a
 * phone sees, a screen, and a camera over a screen are to be read.
 */
export function isMirrored(
  shown: MediaStreamTrack | null,
  camera: MediaStreamTrack | null,
): boolean {
  return camera !== null && shown === camera && camera.getSettings().facingMode !== "environment";
}
