import type { Family, FullProblem, ServerAnswer, Standing } from "@/webrtc/check/report.ts";
import type { CheckProblem, PathKind } from "@/webrtc/check/check_report.ts";
import type { ProblemWords } from "./check.ts";

const standings: Readonly<Record<Standing, string>> = {
  all: "You can watch and go live here.",
  watching: "You can watch here, but not go live yet.",
  nearby: "Connections work on this network, but may fail to other networks.",
  nothing: "Live video does not work here yet.",
};

const problems: Readonly<Record<Exclude<FullProblem, CheckProblem>, ProblemWords>> = {
  "no-picture": {
    fact: "The test connection works, but carries no picture.",
    advice: "Reload the page to check again, or use another browser.",
  },
  "no-turn": {
    fact: "Connections must go through a TURN server here, and none responds.",
    advice:
      "Try without a VPN, or use another network. If that does not help, contact the administrator.",
  },
  "no-way-out": {
    fact: "No STUN or TURN server responds.",
    advice: "A firewall may block them. Try without a VPN, or use another network.",
  },
};

const answers: Readonly<Record<ServerAnswer, (url: string) => string>> = {
  answers: (url) => `${url} responds`,
  silent: (url) => `${url} does not respond`,
  refused: (url) => `${url} refused this page`,
};

const kinds: Readonly<Record<PathKind, string>> = {
  host: "This network (host)",
  srflx: "Public address (server reflexive)",
  relay: "TURN server (relay)",
};

const families: Readonly<Record<Family, string>> = {
  IPv4: "IPv4",
  IPv6: "IPv6",
  hidden: "Hidden by the browser",
};

/** The page of the whole check. */
export const checkPage = {
  title: "Connection check",
  description:
    "Check whether this browser and network can watch and go live, and what to do if not.",
  about: "Starts automatically. Nobody sees you, and your camera and microphone stay off.",
  again: "Check again",
  reload: "Reload",
  running: "Checking… This takes a few seconds.",
  standings,
  problems,
  findings: "Results",
  call: (figures: string) => `Test picture received: ${figures}.`,
  noCall: "No test picture received.",
  callNotTried: "Could not send a test picture.",
  frameRate: (frames: string) => `${frames} fps`,
  delay: (time: string) => `${time} network and buffer delay`,
  servers: {
    heading: "STUN and TURN servers",
    answers,
    answered: (url: string, time: string) => `${url} responds in ${time}`,
    none: "None set up. Connections work within a network, or where no router is in between.",
    turnMissing: "A TURN server is set up, but this page got no credentials for it.",
    notTried: "Could not check the servers.",
  },
  candidates: {
    heading: "Network routes found",
    kind: "Route",
    protocol: "Protocol",
    family: "Address",
    count: "Count",
    kinds,
    families,
    none: "No routes found.",
  },
  report: {
    heading: "Report",
    label: "Report as text",
    hint: "Send it to anyone who helps you. It contains none of your IP addresses.",
    copy: "Copy report",
    copied: "Report copied.",
    byHand: "The browser blocked copying. The report is selected: copy it yourself.",
    browser: (agent: string) => `Browser: ${agent}`,
  },
};

export type CheckPageTexts = typeof checkPage;
