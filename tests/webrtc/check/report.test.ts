import assert from "node:assert/strict";
import { type FullReport, type ServerFinding, verdictOf } from "@/webrtc/check/report.ts";

const FINE: FullReport = {
  findings: {
    secure: "fine",
    webrtc: "fine",
    camera: "fine",
    microphone: "fine",
    server: "fine",
    media: "fine",
  },
  paths: ["host"],
  candidates: [],
  servers: [],
  call: { bitrate: 500_000, frameRate: 30, delay: 20 },
  turn: "none",
};

const of = (found: Partial<FullReport>, findings: Partial<FullReport["findings"]> = {}) => {
  const { standing, problem } = verdictOf({
    ...FINE,
    ...found,
    findings: { ...FINE.findings, ...findings },
  });
  return [standing, problem];
};
const server = (answer: ServerFinding["answer"], isTurn = false): ServerFinding => ({
  url: "stun:stun.example.com",
  isTurn,
  answer,
  took: null,
});

Deno.test("verdictOf() names problems of everybody before problems of broadcasters", () => {
  assert.deepEqual(of({}), ["all", null]);
  assert.deepEqual(of({ call: null }, { webrtc: "no-webrtc", secure: "insecure-page" }), [
    "nothing",
    "no-webrtc",
  ]);
  assert.deepEqual(of({}, { camera: "no-camera", server: "no-socket" }), ["nothing", "no-socket"]);
  assert.deepEqual(of({ call: null }), ["nothing", "no-picture"]);
  assert.deepEqual(of({}, { camera: "no-camera" }), ["watching", "no-camera"]);
  assert.deepEqual(of({}, { secure: "insecure-page", camera: "unknown" }), [
    "watching",
    "insecure-page",
  ]);
  assert.deepEqual(of({}, { microphone: "no-microphone" }), ["all", "no-microphone"]);
});

Deno.test("verdictOf(): one server that answers is enough; if none does, that comes before a missing camera", () => {
  assert.deepEqual(of({ servers: [server("silent"), server("answers")] }), ["all", null]);
  assert.deepEqual(of({ servers: [server("silent")] }, { camera: "no-camera" }), [
    "nearby",
    "no-way-out",
  ]);
});

Deno.test("verdictOf(): if TURN is required, only a TURN server will do; an unreachable server comes first", () => {
  const required = { turn: "required" } as const;
  assert.deepEqual(of({ ...required, servers: [server("answers")] }, { media: "no-media" }), [
    "nothing",
    "no-turn",
  ]);
  assert.deepEqual(of({ ...required, servers: [server("refused", true)] }), [
    "nothing",
    "no-turn",
  ]);
  assert.deepEqual(of({ ...required, servers: [server("answers", true)] }), ["all", null]);
  assert.deepEqual(of(required, { server: "unreachable" }), ["nothing", "unreachable"]);
});
