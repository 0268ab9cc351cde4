/** What media-chrome's elements are called in JSX, with those of their attributes that are used here. */
import type { HTMLAttributes } from "preact";

interface MediaElement extends HTMLAttributes<HTMLElement> {
  slot?: string;
  /** Stays when the controls hide. */
  noautohide?: boolean;
}

interface MediaController extends MediaElement {
  /** Seconds until the controls hide. */
  autohide?: number;
  /** Keys that do nothing, each with `no` before its name. */
  hotkeys?: string;
  keyboardupvolumestep?: number;
  keyboarddownvolumestep?: number;
  gesturesdisabled?: boolean;
  novolumepref?: boolean;
  nomutedpref?: boolean;
  defaultstreamtype?: "live";
}

interface MediaButton extends MediaElement {
  disabled?: boolean;
  notooltip?: boolean;
}

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "media-controller": MediaController;
      "media-control-bar": MediaElement;
      "media-chrome-button": MediaButton;
      "media-fullscreen-button": MediaButton;
      "media-live-button": MediaButton;
      "media-mute-button": MediaButton;
      "media-pip-button": MediaButton;
      "media-play-button": MediaButton;
      "media-volume-range": MediaElement;
    }
  }
}
