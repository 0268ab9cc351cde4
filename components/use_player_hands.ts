/** What hands expect of a player besides its buttons: keys for the whole page, a double tap for the full screen. */
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
    // media-chrome asks for what it calls the live edge. A stream that cannot be wound is always there.
    Object.assign(video.current, { liveEdgeStart: 0 });
    const stop = new AbortController();
    forwardKeys(player.current, stop.signal);
    takeTaps(player.current, video.current, stop.signal);
    return () => stop.abort();
  }, [player, video]);
}

/** Hands keys that nothing on the page has the focus for to the player. */
function forwardKeys(player: HTMLElement, signal: AbortSignal): void {
  for (const type of ["keydown", "keyup"] as const) {
    document.addEventListener(type, (event) => {
      if (event.target !== document.body || event.ctrlKey) return;
      const { key, code, shiftKey, altKey, metaKey } = event;
      const init = { key, code, shiftKey, altKey, metaKey, cancelable: true };
      // Where the player takes the key, the page does not scroll by it.
      if (!player.dispatchEvent(new KeyboardEvent(type, init))) event.preventDefault();
    }, { signal });
  }
}

/**
 * A click plays or pauses; twice is the full screen, and leaves playing as it was. A finger's tap shows and hides the
 * controls (media-chrome's doing). Not its own clicks: they go by what it was told of the video last, which a second
 * click may outrun.
 */
function takeTaps(player: HTMLElement, video: HTMLVideoElement, signal: AbortSignal): void {
  const ask = (request: string) => player.dispatchEvent(new CustomEvent(request));
  let first: Tap | null = null;
  player.addEventListener("pointerup", (tap) => {
    if (tap.target !== video || !tap.isPrimary || tap.button !== 0) return;
    if (tap.pointerType !== "touch") {
      ask(video.paused ? MediaUIEvents.MEDIA_PLAY_REQUEST : MediaUIEvents.MEDIA_PAUSE_REQUEST);
    }
    if (!isDoubleTap(first, tap)) {
      first = tap;
      return;
    }
    first = null;
    ask(
      player.hasAttribute("mediaisfullscreen")
        ? MediaUIEvents.MEDIA_EXIT_FULLSCREEN_REQUEST
        : MediaUIEvents.MEDIA_ENTER_FULLSCREEN_REQUEST,
    );
  }, { signal });
}
