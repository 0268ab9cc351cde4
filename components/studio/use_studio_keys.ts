import type { ReadonlySignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { commandOf, isTypedIn, pressedBySpace } from "./studio_keys.ts";

/** What can be muted: a microphone, or a camera. */
export interface Mutable {
  readonly muted: ReadonlySignal<boolean>;
  setMuted(muted: boolean): void;
}

/** Keyboard shortcuts for the whole page, while they are on. */
export function useStudioKeys(isOn: boolean, microphone: Mutable, camera: Mutable): void {
  useEffect(() => isOn ? listen(microphone, camera) : undefined, [isOn, microphone, camera]);
}

/** @returns a function that ends it */
function listen(microphone: Mutable, camera: Mutable): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  /** The state to restore when the space bar is released. */
  let mutedBefore: boolean | null = null;
  /** The element that a pointer pressed last. It has focus, but the space bar is not meant for it. */
  let clicked: Element | null = null;

  const toggle = (device: Mutable) => device.setMuted(!device.muted.peek());
  const release = () => {
    if (mutedBefore !== null) microphone.setMuted(mutedBefore);
    mutedBefore = null;
  };

  const down = (event: KeyboardEvent) => {
    if (event.key === "Tab") clicked = null;
    const { target, repeat } = event;
    const command = commandOf(event);
    if (command === null || event.defaultPrevented || !(target instanceof Element)) return;
    if (isTypedIn(target)) return;
    if (command === "talk") {
      const pressed = pressedBySpace(target);
      if (pressed !== null && pressed !== clicked) return;
      event.preventDefault(); // the page would scroll, or the button be pressed
      if (repeat || mutedBefore !== null) return;
      mutedBefore = microphone.muted.peek();
      toggle(microphone);
      return;
    }
    if (repeat) return;
    if (command === "picture") toggle(camera);
    else if (mutedBefore === null) toggle(microphone);
  };

  document.addEventListener("keydown", down, { signal });
  document.addEventListener("keyup", (event) => {
    if (commandOf({ ...NO_MODIFIERS, key: event.key }) !== "talk" || mutedBefore === null) return;
    event.preventDefault(); // Firefox presses a button when the key goes up
    release();
  }, { signal });
  document.addEventListener("click", ({ target, detail }) => {
    clicked = detail > 0 && target instanceof Element ? pressedBySpace(target) : null;
  }, { signal });
  // The page may miss the keyup event.
  globalThis.addEventListener("blur", release, { signal });
  signal.addEventListener("abort", release);
  return () => stop.abort();
}

/** Match keyup by key, because modifiers may have changed since keydown. */
const NO_MODIFIERS = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };
