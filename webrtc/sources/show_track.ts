/** Shows that track, without a flicker where it is shown already. */
export function showTrack(video: HTMLVideoElement, track: MediaStreamTrack | null): void {
  const { srcObject } = video;
  if (srcObject instanceof MediaStream && srcObject.getTracks().at(0) === track) return;
  video.srcObject = track === null ? null : new MediaStream([track]);
}
