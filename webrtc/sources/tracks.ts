/** The captured tracks, by what they are of. */

export const SOURCE_NAMES = ["camera", "microphone", "screen", "screenSound"] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];

/** null: there is none. */
export type Tracks = Readonly<Record<SourceName, MediaStreamTrack | null>>;

export const NO_TRACKS: Tracks = {
  camera: null,
  microphone: null,
  screen: null,
  screenSound: null,
};

/**
 * Tells of what happens to a track without our doing. It ends when its device is unplugged or the person stops sharing,
 * never by our own `stop()`; it is muted while another program, or the system, has the device (Media Capture and
 * Streams, 4.3.1).
 */
export function watchOver(
  track: MediaStreamTrack,
  tell: (is: "ended" | "absent" | "present") => void,
): void {
  track.addEventListener("ended", () => tell("ended"));
  track.addEventListener("mute", () => tell("absent"));
  track.addEventListener("unmute", () => tell("present"));
}
