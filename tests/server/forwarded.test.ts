/** What the server process makes of the headers in which proxies say how they were asked. */
import assert from "node:assert/strict";
import { SIGNALING_PATH, SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { rawRequest, UPGRADE } from "../support/raw_request.ts";
import { startServer } from "../support/server_process.ts";

/** The status of a socket that a page of `forged.local` opens, where `X-Forwarded-Host` is as given. */
async function socketStatus(env: Record<string, string>, forwardedHost: string) {
  await using server = await startServer(env);
  const { status } = await rawRequest(server.origin + SIGNALING_PATH, {
    ...UPGRADE,
    origin: "https://forged.local",
    "sec-websocket-protocol": SUBPROTOCOL,
    "x-forwarded-host": forwardedHost,
  });
  return status;
}

Deno.test("a single X-Forwarded-Host is believed with one trusted proxy, not with two, which the client may have sent", async () => {
  assert.equal(await socketStatus({ TRUST_PROXY: "1" }, "forged.local"), 101);
  for (const PUBLIC_URL of ["", "https://stream.example"]) {
    const env = { TRUST_PROXY: "2", PUBLIC_URL };
    assert.equal(await socketStatus(env, "forged.local"), 403);
    assert.equal(await socketStatus(env, "forged.local, inner.local"), 101);
    assert.equal(await socketStatus(env, "forged.local, outer.local, inner.local"), 403);
  }
});

Deno.test("a start that trusts two proxies without PUBLIC_URL warns", async () => {
  const said = async (env: Record<string, string>) => {
    await using server = await startServer(env);
    await server.end("SIGTERM");
    return server.output();
  };
  const warning = /TRUST_PROXY is 2, but PUBLIC_URL is not set/;
  assert.match(await said({ TRUST_PROXY: "2" }), warning);
  assert.doesNotMatch(await said({ TRUST_PROXY: "2", PUBLIC_URL: "https://a.example" }), warning);
  assert.doesNotMatch(await said({ TRUST_PROXY: "1" }), /PUBLIC_URL/);
});

Deno.test("the log says once that a proxy on this machine is not trusted", async () => {
  const lines = async (env: Record<string, string>, headers: Record<string, string>) => {
    await using server = await startServer(env);
    for (let count = 0; count < 3; count++) await rawRequest(`${server.origin}/healthz`, headers);
    await server.end("SIGTERM");
    return server.output().split("\n").filter((line) => line.includes("TRUST_PROXY"));
  };
  const forwarded = { "x-forwarded-for": "192.0.2.7" };
  const [line, ...more] = await lines({}, forwarded);
  assert.match(line, /WRN .*TRUST_PROXY to the number of proxies/);
  assert.doesNotMatch(line, /192\.0\.2\.7/);
  assert.deepEqual(more, []);
  assert.equal((await lines({}, { "x-forwarded-proto": "https" })).length, 1);
  assert.equal((await lines({}, { forwarded: "for=192.0.2.7" })).length, 1);
  assert.deepEqual(await lines({}, {}), []);
  assert.deepEqual(await lines({ TRUST_PROXY: "1" }, forwarded), []);
});
