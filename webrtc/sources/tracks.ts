/** The captured tracks, by source. */

export const SOURCE_NAMES = ["camera", "microphone", "screen", "screenSound"] as const;
export type SourceName = (typeof SOURCE_NAMES)[number];

export type Tracks = Readonly<Record<SourceName, MediaStreamTrack | null>>;

export const NO_TRACKS: Tracks = {
  camera: null,
  microphone: null,
  screen: null,
  screenSound: null,
};

/**
 * Calls back when a track changes by itself. It ends when its device is unplugged or the person stops sharing (not by our
 * own `stop()`). It is muted while another program or the system uses the device (Media Capture and Streams, 4.3.1).
 */
export function observeTrack(
  track: MediaStreamTrack,
  changed: (state: "ended" | "absent" | "present") => void,
): void {
  track.addEventListener("ended", () => changed("ended"));
  track.addEventListener("mute", () => changed("absent"));
  track.addEventListener("unmute", () => changed("present"));
}
