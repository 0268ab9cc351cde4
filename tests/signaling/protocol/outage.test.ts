import assert from "node:assert/strict";
import { type Outage, outageOf } from "@/signaling/protocol/outage.ts";

const REFUSED = '[{"type":"error","code":"server-full","message":"This server is full."}]';

const TOO_MANY = '[{"type":"error","code":"too-many","message":"Too many.","retryAfter":1}]';

const ANSWERS: [status: number, body: string, outage: Outage, protocols?: string][] = [
  [204, "", "no-socket"],
  [400, '[{"type":"error","code":"not-json","message":""}]', "no-socket"],
  [200, "<!doctype html>", "no-socket"],
  [404, "", "no-socket"],
  [401, "", "forbidden"],
  [403, "", "forbidden"],
  [500, "<!doctype html>", "server-fault"],
  [204, "", "no-socket", "tuila.v2"],
  [204, "", "no-socket", "tuila.v3, tuila.v2,tuila.v1"],
  [204, "", "outdated", "tuila.v3"],
  [204, "", "outdated", "tuila.v1"],
  [204, "", "outdated", "tuila.v20, tuila.v21"],
  [400, "", "outdated", "tuila.v3"],
  [403, "", "forbidden", "tuila.v3"],
  [503, "", "server-down", "tuila.v3"],
  [503, REFUSED, "server-full"],
  [503, TOO_MANY, "too-many"],
  [429, TOO_MANY, "too-many"],
  [429, TOO_MANY, "too-many", "tuila.v3"],
  [503, "<h1>Service Unavailable</h1>", "server-down"],
  [502, "", "server-down"],
  [504, "", "server-down"],
];

for (const [status, body, outage, protocols = null] of ANSWERS) {
  Deno.test(`outageOf() ${status} ${body} of ${protocols} is ${outage}`, () => {
    assert.equal(outageOf(status, body, protocols), outage);
  });
}
