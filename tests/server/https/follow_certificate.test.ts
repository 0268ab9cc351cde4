import assert from "node:assert/strict";
import type { Certificate } from "@/server/https/certificate.ts";
import { followCertificate } from "@/server/https/follow_certificate.ts";
import { FakeClock } from "../../support/fake_clock.ts";

const PERIOD = 2_000;
const FIRST: Certificate = { cert: "first", key: "first's" };
const SECOND: Certificate = { cert: "second", key: "second's" };

/** Files that the test writes, and what became of them. */
function follow(refused?: Certificate) {
  const clock = new FakeClock();
  const renewed: Certificate[] = [];
  let files: Certificate | Error = FIRST;
  const end = followCertificate(FIRST, {
    clock,
    read() {
      if (files instanceof Error) throw files;
      return { ...files };
    },
    renew(certificate) {
      if (certificate.cert === refused?.cert) throw new Error("cannot be used");
      renewed.push(certificate);
    },
  });
  return {
    clock,
    renewed,
    end,
    /** Writes, and lets the files be looked at so many times. */
    write(now: Certificate | Error, looks: number) {
      files = now;
      clock.advance(looks * PERIOD);
    },
  };
}

Deno.test("the same files are no change; others are, once they have settled", () => {
  const { write, renewed } = follow();
  write(FIRST, 10);
  assert.deepEqual(renewed, []);
  write(SECOND, 1);
  assert.deepEqual(renewed, []);
  write(SECOND, 10);
  assert.deepEqual(renewed, [SECOND]);
  write(FIRST, 2);
  assert.deepEqual(renewed, [SECOND, FIRST]);
});

Deno.test("a certificate that was written before its key is not used without it", () => {
  const { write, renewed } = follow();
  write({ ...FIRST, cert: SECOND.cert }, 1);
  write(SECOND, 2);
  assert.deepEqual(renewed, [SECOND]);
});

Deno.test("files that cannot be read change nothing, until they can", () => {
  const { write, renewed } = follow();
  write(new Error("TLS_CERT must be a file"), 5);
  assert.deepEqual(renewed, []);
  write(SECOND, 2);
  assert.deepEqual(renewed, [SECOND]);
});

Deno.test("a certificate that the server refuses is not tried again, and the next is", () => {
  const { write, renewed } = follow(SECOND);
  write(SECOND, 5);
  assert.deepEqual(renewed, []);
  const third = { cert: "third", key: "third's" };
  write(third, 2);
  assert.deepEqual(renewed, [third]);
});

Deno.test("once ended it holds no timer, and renews nothing", () => {
  const { write, renewed, end, clock } = follow();
  write(SECOND, 1);
  end();
  assert.equal(clock.pending, 0);
  write(SECOND, 5);
  assert.deepEqual(renewed, []);
});
