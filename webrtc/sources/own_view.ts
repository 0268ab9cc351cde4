/**
 * Whether to mirror the preview. People expect that of a camera that faces them; viewers get the picture as it is. The rear
 * camera of a phone, a screen, and a camera over a screen are not mirrored, so that text stays readable. Pure.
 */
export function isMirrored(
  shown: MediaStreamTrack | null,
  camera: MediaStreamTrack | null,
): boolean {
  return camera !== null && shown === camera && camera.getSettings().facingMode !== "environment";
}
