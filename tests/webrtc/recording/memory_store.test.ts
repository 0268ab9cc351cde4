import assert from "node:assert/strict";
import { MemoryStore } from "@/webrtc/recording/memory_store.ts";

const details = { stream: "harbour", began: 0, mimeType: "video/webm" };
const data = (text: string) => new Blob([text]);

Deno.test("a recording is listed once it is closed, with its pieces in order, and is gone once deleted", async () => {
  const store = new MemoryStore();
  const writer = await store.create(details);
  await writer.append(0, 1_000, data("one"));
  await writer.append(2_500, 3_000, data("three"));
  await writer.append(0, 2_000, data("two"));
  assert.deepEqual(await store.list(), []);
  writer.close();
  const [{ id, ...rest }] = await store.list();
  assert.deepEqual(rest, { ...details, length: 3_000, bytes: 11, saved: false });
  const stretches = await store.read(id);
  const texts = await Promise.all(stretches.map(async (each) => [each.at, await each.data.text()]));
  assert.deepEqual(texts, [[0, "onetwo"], [2_500, "three"]]);
  await store.markSaved(id);
  assert.equal((await store.list())[0].saved, true);
  await store.remove(id);
  assert.deepEqual(await store.list(), []);
  assert.deepEqual(await store.read(id), []);
});

Deno.test("an empty recording is not listed", async () => {
  const store = new MemoryStore();
  (await store.create(details)).close();
  assert.deepEqual(await store.list(), []);
});

Deno.test("the memory is limited, and a full one keeps what it has", async () => {
  const store = new MemoryStore(5);
  const writer = await store.create(details);
  await writer.append(0, 1, data("1234"));
  await assert.rejects(writer.append(0, 2, data("56")), { name: "QuotaExceededError" });
  writer.close();
  assert.equal((await store.list())[0].bytes, 4);
});

Deno.test("later writes into a file overwrite earlier ones", async () => {
  const { writable, file } = await new MemoryStore().output();
  const writer = writable.getWriter();
  const bytes = (text: string) => new TextEncoder().encode(text);
  await writer.write({ type: "write", data: bytes("size"), position: 0 });
  await writer.write({ type: "write", data: bytes("rest"), position: 4 });
  await writer.write({ type: "write", data: bytes("1234"), position: 0 });
  await writer.close();
  assert.equal(await (await file()).text(), "1234rest");
});
