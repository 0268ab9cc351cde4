import assert from "node:assert/strict";
import { encodingFor, PRESETS } from "@/webrtc/encodings/quality.ts";
import { Sending } from "@/webrtc/encodings/sender.ts";

/** A sender that, like browsers, changes asynchronously and refuses parameters that are not its newest. */
class SlowSender {
  readonly set: number[] = [];
  readonly #done: (() => void)[] = [];
  #transaction = 0;

  getParameters(): RTCRtpSendParameters {
    const transactionId = String(++this.#transaction);
    return { transactionId, codecs: [], encodings: [{}], headerExtensions: [], rtcp: {} };
  }

  async setParameters({ transactionId, encodings }: RTCRtpSendParameters): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#done.push(resolve);
    await promise;
    if (transactionId !== String(this.#transaction)) throw new Error("not the newest");
    this.set.push(encodings[0].maxBitrate ?? 0);
  }

  /** Completes the pending change. @returns whether there was one */
  async end(): Promise<boolean> {
    const done = this.#done.shift();
    done?.();
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    return done !== undefined;
  }
}

const encoding = (bitrate: number) => encodingFor(PRESETS["720p"], 0, bitrate, null, []);

Deno.test("changes do not overlap, and of those that are requested meanwhile only the newest is applied", async () => {
  const sender = new SlowSender();
  const sending = new Sending(sender);
  for (const bitrate of [1, 2, 3]) sending.encode(encoding(bitrate));
  assert.equal(await sender.end(), true);
  assert.equal(await sender.end(), true);
  assert.deepEqual(sender.set, [1, 3]);
  assert.equal(await sender.end(), false);
});

Deno.test("an encoding that is in use is not applied again; a change back is", async () => {
  const sender = new SlowSender();
  const sending = new Sending(sender);
  const codecs = encoding(1);
  sending.encode(codecs);
  await sender.end();
  sending.encode({ ...codecs });
  assert.equal(await sender.end(), false);
  sending.encode({ ...codecs, maxBitrate: 2 });
  await sender.end();
  sending.encode(codecs);
  await sender.end();
  assert.deepEqual(sender.set, [1, 2, 1]);
});

Deno.test("a browser that reports no codecs still gets the limits", async () => {
  const sender = new SlowSender();
  const getParameters = sender.getParameters.bind(sender);
  sender.getParameters = () => {
    const parameters = getParameters();
    Reflect.deleteProperty(parameters, "codecs");
    return parameters;
  };
  const RTCRtpSender = { getCapabilities: () => ({ codecs: [{ mimeType: "video/VP8" }] }) };
  Object.assign(globalThis, { RTCRtpSender });
  try {
    new Sending(sender).encode(encoding(1));
  } finally {
    Reflect.deleteProperty(globalThis, "RTCRtpSender");
  }
  await sender.end();
  assert.deepEqual(sender.set, [1]);
});
