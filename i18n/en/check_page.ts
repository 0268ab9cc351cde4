import type { Family, FullProblem, ServerAnswer, Standing } from "@/webrtc/check/report.ts";
import type { CheckProblem, PathKind } from "@/webrtc/check_report.ts";
import type { ProblemWords } from "./check.ts";

const standings: Readonly<Record<Standing, string>> = {
  all: "You can watch and broadcast here.",
  watching: "You can watch here, but not broadcast yet.",
  nearby: "Connections work within this network. To other networks they may fail.",
  nothing: "Live video does not work here yet.",
};

const problems: Readonly<Record<Exclude<FullProblem, CheckProblem>, ProblemWords>> = {
  "no-picture": {
    fact: "A test connection comes about, but carries no picture.",
    advice: "Reload the page to check again, or use another browser.",
  },
  "no-relay": {
    fact: "Every connection must go through a relay here, and none answers.",
    advice: "Try without a VPN, or another network; if that does not help, tell the operator.",
  },
  "no-way-out": {
    fact: "None of the servers that help connections to other networks answers.",
    advice: "A firewall may be in the way: try without a VPN, or another network.",
  },
};

const answers: Readonly<Record<ServerAnswer, (url: string) => string>> = {
  answers: (url) => `${url} answers`,
  silent: (url) => `${url} does not answer`,
  refused: (url) => `${url} does not let this page in`,
};

const kinds: Readonly<Record<PathKind, string>> = {
  host: "This network (host)",
  srflx: "Seen from outside (reflexive)",
  relay: "Through a relay",
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
    "Whether this browser and its network can watch and broadcast, and what to do where not.",
  about: "Begins by itself. Nobody sees you, and no camera or microphone is switched on.",
  again: "Check again",
  running: "Checking… This takes a few seconds.",
  standings,
  problems,
  findings: "What is there",
  call: (figures: string) => `A moving picture gets through: ${figures}.`,
  noCall: "No picture got through.",
  callNotTried: "A picture could not be sent.",
  frameRate: (frames: string) => `${frames} frames a second`,
  delay: (time: string) => `${time} delay`,
  servers: {
    heading: "Servers that help connections",
    answers,
    after: (time: string) => `, after ${time}`,
    none: "There are none: connections work within a network, or where no router is in the way.",
    relayMissing: "There is a relay, but the server did not give it to this page.",
    notTried: "They could not be tried.",
  },
  candidates: {
    heading: "Ways out of this browser",
    kind: "Way",
    protocol: "Protocol",
    family: "Address",
    count: "Found",
    kinds,
    families,
    none: "None was found.",
  },
  report: {
    heading: "Report",
    label: "The report as text",
    hint: "For whoever helps you. It has none of your addresses.",
    copy: "Copy report",
    copied: "The report is copied.",
    byHand: "The browser did not allow it: the report is selected, copy it yourself.",
    browser: (agent: string) => `Browser: ${agent}`,
  },
};
