import type { DeviceFault, SourceProblem } from "@/webrtc/states.ts";
import type { StateWords } from "./player.ts";

/** A device or a screen that cannot be had; `both`: neither camera nor microphone. */
export type UnavailableTexts = Readonly<
  Record<SourceProblem | `both-${DeviceFault}`, StateWords>
>;

export const unavailable: UnavailableTexts = {
  "camera-missing": {
    title: "No camera was found",
    detail:
      "Connect one or turn it on, then try again. If it is connected, check that your system's privacy settings let this browser use it.",
  },
  "camera-busy": {
    title: "The camera won't start",
    detail:
      "Another app may be using it, or your system's privacy settings may stop it. Close that app, then try again.",
  },
  "camera-refused": {
    title: "The camera is blocked for this page",
    detail: "Allow it with the icon next to the address, then try again.",
  },
  "camera-dismissed": {
    title: "The camera was not allowed",
    detail:
      "Try again, and allow it when your browser asks. If it does not ask, use the icon next to the address.",
  },
  "camera-blocked": {
    title: "The camera is blocked by your system",
    detail: "Allow this browser to use it in the system's privacy settings, then try again.",
  },
  "microphone-missing": {
    title: "No microphone was found",
    detail:
      "Connect one or turn it on, then try again. If it is connected, check that your system's privacy settings let this browser use it.",
  },
  "microphone-busy": {
    title: "The microphone won't start",
    detail:
      "Another app may be using it, or your system's privacy settings may stop it. Close that app, then try again.",
  },
  "microphone-refused": {
    title: "The microphone is blocked for this page",
    detail: "Allow it with the icon next to the address, then try again.",
  },
  "microphone-dismissed": {
    title: "The microphone was not allowed",
    detail:
      "Try again, and allow it when your browser asks. If it does not ask, use the icon next to the address.",
  },
  "microphone-blocked": {
    title: "The microphone is blocked by your system",
    detail: "Allow this browser to use it in the system's privacy settings, then try again.",
  },
  "both-missing": {
    title: "No camera or microphone was found",
    detail: "Connect one or turn it on, then try again. Or share your screen.",
  },
  "both-busy": {
    title: "Camera and microphone won't start",
    detail:
      "Another app may be using them, or your system's privacy settings may stop them. Close that app, then try again.",
  },
  "both-refused": {
    title: "Camera and microphone are blocked",
    detail: "Allow them for this page with the icon next to the address, then try again.",
  },
  "both-dismissed": {
    title: "Camera and microphone were not allowed",
    detail:
      "Try again, and allow them when your browser asks. If it does not ask, use the icon next to the address.",
  },
  "both-blocked": {
    title: "Camera and microphone are blocked by your system",
    detail: "Allow this browser to use them in the system's privacy settings, then try again.",
  },
  "screen-missing": {
    title: "This browser cannot share a screen",
    detail: "Use a current Chrome, Edge, Firefox or Safari on a computer.",
  },
  "screen-busy": {
    title: "The screen cannot be captured",
    detail: "Try again, or choose another window or screen.",
  },
  "screen-refused": {
    title: "Your browser does not let this page share the screen",
    detail:
      "Allow it with the icon next to the address. If there is none, your administrator may have turned it off.",
  },
  "screen-blocked": {
    title: "Screen sharing is blocked by your system",
    detail:
      "Allow this browser to record the screen in the system's privacy settings, then restart the browser.",
  },
};
