import assert from "node:assert/strict";
import { comesFromLocalProxy } from "@/middleware/untrusted_proxy.ts";

const FORWARDED = new Headers({ "x-forwarded-for": "192.0.2.7" });

Deno.test("comesFromLocalProxy() wants a peer on this machine, and a header that a proxy adds", () => {
  for (const own of ["127.0.0.1", "127.8.0.1", "::1", "::ffff:127.0.0.1"]) {
    assert.ok(comesFromLocalProxy(own, FORWARDED), own);
    assert.ok(!comesFromLocalProxy(own, new Headers({ host: "127.0.0.1" })), own);
  }
  for (const own of ["192.0.2.7", "172.17.0.1", "2001:db8::1", "::1:2", ""]) {
    assert.ok(!comesFromLocalProxy(own, FORWARDED), own);
  }
  for (const name of ["x-forwarded-host", "X-Forwarded-Proto", "Forwarded"]) {
    assert.ok(comesFromLocalProxy("127.0.0.1", new Headers({ [name]: "x" })), name);
  }
});
