import type { CheckPoint, CheckProblem, PathKind } from "@/webrtc/check_report.ts";

/** What is wrong, and what to do about it. */
export interface ProblemWords {
  readonly fact: string;
  readonly advice: string;
}

const fine: Readonly<Record<CheckPoint, string>> = {
  secure: "This page is secure.",
  webrtc: "This browser has WebRTC.",
  camera: "A camera is there.",
  microphone: "A microphone is there.",
  server: "The server answers.",
  media: "A test connection works.",
};

const unknown: Readonly<Record<CheckPoint, string>> = {
  secure: "Whether this page is secure is not known.",
  webrtc: "Whether this browser has WebRTC is not known.",
  camera: "The camera could not be looked for.",
  microphone: "The microphone could not be looked for.",
  server: "The server was not asked.",
  media: "A connection could not be tried.",
};

const problems: Readonly<Record<CheckProblem, ProblemWords>> = {
  "insecure-page": {
    fact: "This page is not secure.",
    advice: "Open it at an https:// or localhost address: browsers give the camera to no other.",
  },
  "no-webrtc": {
    fact: "This browser lacks WebRTC, or has it switched off.",
    advice: "Use a current Chrome, Edge, Firefox or Safari.",
  },
  "no-camera": {
    fact: "No camera was found.",
    advice: "Connect one or switch it on.",
  },
  "camera-denied": {
    fact: "The camera is blocked for this page.",
    advice: "Allow it with the icon beside the address.",
  },
  "no-microphone": {
    fact: "No microphone was found.",
    advice: "You can broadcast without sound, or connect one.",
  },
  "microphone-denied": {
    fact: "The microphone is blocked for this page.",
    advice: "Allow it with the icon beside the address.",
  },
  "no-server": {
    fact: "The server cannot be reached.",
    advice: "Look at your connection, or try again in a while.",
  },
  "no-socket": {
    fact: "The server answers, but no lasting connection to it opens.",
    advice: "Something on the way stops WebSockets: try without a VPN, or another network.",
  },
  "no-media": {
    fact: "No test connection comes about.",
    advice:
      "An extension, a VPN or a policy may stop WebRTC: switch it off, or use another browser.",
  },
};

const paths: Readonly<Record<PathKind, string>> = {
  host: "directly in this network",
  srflx: "directly over the internet",
  relay: "through a relay",
};

/** The check before the broadcast. */
export const check = {
  heading: "Connection",
  relayOnly: {
    name: "Hide my address",
    detail:
      "Through a relay alone: viewers who come from now on do not learn your IP address. The relay carries the whole upload.",
  },
  about: "Looks whether all that a broadcast needs is there. Nobody sees you.",
  run: "Check now",
  running: "Checking…",
  whole: "Check in full, in a new tab",
  ready: "Everything is ready.",
  failed: "The check itself went wrong. Reload the page, then try again.",
  fine,
  unknown,
  problems,
  paths,
  mediaBy: (paths: string) => `A test connection works: ${paths}.`,
};
