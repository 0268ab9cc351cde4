import type { CheckPoint, CheckProblem, PathKind } from "@/webrtc/check/check_report.ts";

/** What is wrong, and what to do about it. */
export interface ProblemWords {
  readonly fact: string;
  readonly advice: string;
}

const fine: Readonly<Record<CheckPoint, string>> = {
  secure: "This page is secure.",
  webrtc: "This browser supports WebRTC.",
  camera: "Camera found.",
  microphone: "Microphone found.",
  server: "The server responds.",
  media: "The test connection works.",
};

const unknown: Readonly<Record<CheckPoint, string>> = {
  secure: "Could not tell whether this page is secure.",
  webrtc: "Could not tell whether this browser supports WebRTC.",
  camera: "Could not check for a camera.",
  microphone: "Could not check for a microphone.",
  server: "The server was not checked.",
  media: "Could not try a test connection.",
};

const problems: Readonly<Record<CheckProblem, ProblemWords>> = {
  "insecure-page": {
    fact: "This page is not secure.",
    advice: "Open it at an https:// or localhost address. Browsers allow the camera only there.",
  },
  "no-webrtc": {
    fact: "WebRTC is missing or blocked in this browser.",
    advice:
      "Use a current version of Chrome, Edge, Firefox or Safari, without extensions that block it.",
  },
  "no-camera": {
    fact: "No camera found.",
    advice: "Connect a camera, or turn it on.",
  },
  "camera-denied": {
    fact: "Camera access is blocked.",
    advice: "Allow it with the icon next to the address.",
  },
  "no-microphone": {
    fact: "No microphone found.",
    advice: "Connect a microphone, or go live without sound.",
  },
  "microphone-denied": {
    fact: "Microphone access is blocked.",
    advice: "Allow it with the icon next to the address.",
  },
  unreachable: {
    fact: "Cannot reach the server.",
    advice: "Check your connection, or try again in a moment.",
  },
  forbidden: {
    fact: "The server refuses pages from this address.",
    advice:
      "Tell whoever runs it: the server log says what to set (PUBLIC_URL, TRUST_PROXY or ALLOWED_ORIGINS).",
  },
  "server-full": {
    fact: "The server is full.",
    advice: "Try again in a moment.",
  },
  "too-many": {
    fact: "Too many requests come from this network.",
    advice: "Try again in a while.",
  },
  "server-fault": {
    fact: "The server has a problem.",
    advice: "It is not your fault. Try again in a moment, or tell whoever runs it.",
  },
  "server-down": {
    fact: "The server is not running. Only a proxy in front of it responds.",
    advice: "Try again in a moment, or tell whoever runs it.",
  },
  outdated: {
    fact: "This page is older than the server.",
    advice: "Reload it to go on.",
  },
  "no-socket": {
    fact: "The server responds, but the live connection to it fails.",
    advice:
      "Something on the network may block WebSockets. Try without a VPN, or use another network.",
  },
  "no-media": {
    fact: "The test connection failed.",
    advice:
      "An extension, a VPN or a policy may block WebRTC. Turn it off, or use another browser.",
  },
};

const paths: Readonly<Record<PathKind, string>> = {
  host: "direct on this network",
  srflx: "direct over the internet",
  relay: "through a TURN server",
};

/** The check before the broadcast. */
export const check = {
  heading: "Connection",
  relayOnly: {
    name: "Hide my IP address",
    detail:
      "Connects through a TURN server only. New viewers cannot see your IP address, and the TURN server carries your whole upload.",
  },
  about: "Checks whether you have everything you need to go live. Nobody sees you.",
  run: "Check now",
  running: "Checking…",
  whole: "Run the full check in a new tab",
  ready: "Everything is ready.",
  failed: "The check failed. Reload the page, then try again.",
  fine,
  unknown,
  problems,
  paths,
  mediaBy: (paths: string) => `The test connection works: ${paths}.`,
};

export type CheckTexts = typeof check;
