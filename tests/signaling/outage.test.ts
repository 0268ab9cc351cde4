import assert from "node:assert/strict";
import { type Outage, outageOf } from "@/signaling/outage.ts";

const REFUSED = '[{"type":"error","code":"server-full","message":"This server is full."}]';

const ANSWERS: [status: number, body: string, outage: Outage][] = [
  [204, "", "no-socket"],
  [400, '[{"type":"error","code":"not-json","message":""}]', "no-socket"],
  [200, "<!doctype html>", "no-socket"],
  [404, "", "no-socket"],
  [401, "", "forbidden"],
  [403, "", "forbidden"],
  [500, "<!doctype html>", "server-fault"],
  [503, REFUSED, "server-full"],
  [503, "<h1>Service Unavailable</h1>", "server-down"],
  [502, "", "server-down"],
  [504, "", "server-down"],
];

for (const [status, body, outage] of ANSWERS) {
  Deno.test(`outageOf() ${status} ${body} is ${outage}`, () => {
    assert.equal(outageOf(status, body), outage);
  });
}
