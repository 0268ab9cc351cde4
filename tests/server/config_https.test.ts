/** HTTPS and proxies in the environment, and on the command line. */
import assert from "node:assert/strict";
import { ConfigError, parseArguments, parseConfig } from "@/server/config.ts";

Deno.test("parseConfig() takes a public URL, proxies to trust, and a certificate", () => {
  const config = parseConfig({
    PUBLIC_URL: "https://stream.example.com/",
    TRUST_PROXY: "2",
    TLS_CERT: "/etc/a.pem",
    TLS_KEY: " data/a.key ",
  });
  assert.equal(config.publicUrl, "https://stream.example.com");
  assert.equal(config.proxies, 2);
  assert.deepEqual(config.tls, { cert: "/etc/a.pem", key: "data/a.key" });
});

const BAD: Record<string, string[]> = {
  PUBLIC_URL: [
    "stream.example.com",
    "https://stream.example.com/live",
    "https://u:p@stream.example.com",
    "ftp://stream.example.com",
    "https://a.example, https://b.example",
    "https://",
    "*",
    "null",
  ],
  TRUST_PROXY: ["-1", "9", "true", "loopback", "1.5"],
};

for (const [variable, values] of Object.entries(BAD)) {
  for (const value of values) {
    Deno.test(`parseConfig() refuses ${variable}=${value} in one sentence`, () => {
      assertRefused({ [variable]: value }, variable);
    });
  }
}

Deno.test("parseConfig() wants both, the certificate and its key", () => {
  assertRefused({ TLS_CERT: "a.pem" }, "TLS_KEY");
  assertRefused({ TLS_KEY: "a.key", TLS_CERT: " " }, "TLS_CERT");
});

function assertRefused(env: Record<string, string>, variable: string): void {
  assert.throws(() => parseConfig(env), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, new RegExp(`^${variable} must [^\\n]+\\.$`));
    return true;
  });
}

Deno.test("parseArguments() knows --https and nothing else", () => {
  assert.deepEqual(parseArguments([]), { https: false });
  assert.deepEqual(parseArguments(["--https"]), { https: true });
  for (const argument of ["--htps", "https", "--https=1", "", "-h"]) {
    assert.throws(() => parseArguments(["--https", argument]), ConfigError);
  }
});
