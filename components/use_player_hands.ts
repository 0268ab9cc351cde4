/** Keyboard shortcuts for the whole page, and double taps for full screen. */
import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { MediaUIEvents } from "media-chrome/constants";
import { isDoubleTap, type Tap } from "./double_tap.ts";

export function usePlayerHands(
  player: RefObject<HTMLElement>,
  video: RefObject<HTMLVideoElement>,
): void {
  useEffect(() => {
    if (player.current === null || video.current === null) return;
    // media-chrome needs a live edge. A stream without seeking is always at it.
    Object.assign(video.current, { liveEdgeStart: 0 });
    const stop = new AbortController();
    forwardKeys(player.current, stop.signal);
    handleTaps(player.current, video.current, stop.signal);
    return () => stop.abort();
  }, [player, video]);
}

/** Forwards keys to the player if nothing on the page has focus. */
function forwardKeys(player: HTMLElement, signal: AbortSignal): void {
  for (const type of ["keydown", "keyup"] as const) {
    document.addEventListener(type, (event) => {
      if (event.target !== document.body || event.ctrlKey) return;
      const { key, code, shiftKey, altKey, metaKey } = event;
      const init = { key, code, shiftKey, altKey, metaKey, cancelable: true };
      // If the player takes the key, the page must not scroll.
      if (!player.dispatchEvent(new KeyboardEvent(type, init))) event.preventDefault();
    }, { signal });
  }
}

/**
 * A click plays or pauses. A double click or tap toggles full screen and keeps playing as it was. A tap shows or hides the
 * controls (by media-chrome). The clicks of media-chrome are not used, because they act on the last known state of the
 * video, which a second click may outrun.
 */
function handleTaps(player: HTMLElement, video: HTMLVideoElement, signal: AbortSignal): void {
  const dispatch = (request: string) => player.dispatchEvent(new CustomEvent(request));
  let first: Tap | null = null;
  player.addEventListener("pointerup", (tap) => {
    if (tap.target !== video || !tap.isPrimary || tap.button !== 0) return;
    if (tap.pointerType !== "touch") {
      dispatch(video.paused ? MediaUIEvents.MEDIA_PLAY_REQUEST : MediaUIEvents.MEDIA_PAUSE_REQUEST);
    }
    if (!isDoubleTap(first, tap)) {
      first = tap;
      return;
    }
    first = null;
    dispatch(
      player.hasAttribute("mediaisfullscreen")
        ? MediaUIEvents.MEDIA_EXIT_FULLSCREEN_REQUEST
        : MediaUIEvents.MEDIA_ENTER_FULLSCREEN_REQUEST,
    );
  }, { signal });
}
