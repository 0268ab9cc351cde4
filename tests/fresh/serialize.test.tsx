/** Passes island props from the server to the browser. These modules exist only in our own implementation. */
import assert from "node:assert/strict";
import { computed, Signal, signal } from "@preact/signals";
import { reviver, type SerializedNode } from "../../fresh/revive.ts";
import { Serializer } from "../../fresh/serialize.ts";

/** Sends props through a script, as a page does, and revives them. */
function send(...islands: object[]): Record<string, unknown>[] {
  const serializer = new Serializer();
  const indexes = islands.map((props) => serializer.add(props, "props"));
  const nodes: SerializedNode[] = JSON.parse(serializer.toScript());
  return indexes.map(reviver(nodes));
}

function sendValue(value: unknown): unknown {
  const [props] = send({ value });
  return props.value;
}

for (
  const value of [
    "",
    "text",
    "\u2028 </script> <!-- \\ \" '",
    0,
    -0,
    1.5,
    NaN,
    Infinity,
    -Infinity,
    true,
    false,
    null,
    undefined,
    12345678901234567890n,
    [],
    [1, [2, undefined], -0],
    {},
    { a: { b: null }, "key with space": 1 },
    new Date("2026-01-02T03:04:05.678Z"),
    new URL("https://example.com/a?b=c#d"),
    new Set([1, "a", { b: 1 }]),
    new Map<unknown, unknown>([["a", 1], [{ key: true }, new Set([2])]]),
    new Uint8Array([0, 1, 254, 255]),
    new Uint8Array([0, 1, 254, 255]).subarray(1, 3),
    ["Signal", 1],
  ]
) {
  Deno.test(`Serializer and reviver() keep ${Deno.inspect(value)}`, () => {
    assert.deepStrictEqual(sendValue(value), value);
  });
}

Deno.test("Serializer and reviver() keep an invalid date", () => {
  const date = sendValue(new Date(NaN));
  assert.ok(date instanceof Date && Number.isNaN(date.getTime()));
});

Deno.test("Serializer and reviver() keep 0 and -0 apart", () => {
  assert.deepStrictEqual(send({ a: 0, b: -0, c: 0 }), [{ a: 0, b: -0, c: 0 }]);
});

Deno.test("Serializer and reviver() keep an object without a prototype as an object", () => {
  assert.deepEqual(sendValue(Object.assign(Object.create(null), { a: 1 })), { a: 1 });
});

Deno.test("Serializer and reviver() keep a signal", () => {
  const revived = sendValue(signal({ a: 1 }));
  assert.ok(revived instanceof Signal);
  assert.deepEqual(revived.value, { a: 1 });
  revived.value = 2;
  assert.equal(revived.value, 2);
});

Deno.test("Serializer and reviver() keep the value of a computed signal", () => {
  const revived = sendValue(computed(() => 3));
  assert.ok(revived instanceof Signal);
  assert.equal(revived.value, 3);
  assert.throws(() => {
    revived.value = 4;
  }, TypeError);
});

Deno.test("Serializer and reviver() make one signal of one that two islands share", () => {
  const count = signal(1);
  const [first, second] = send({ count, other: signal(1) }, { deep: [count] });
  assert.ok(Array.isArray(second.deep));
  assert.equal(first.count, second.deep[0]);
  assert.notEqual(first.count, first.other);
});

Deno.test("Serializer and reviver() keep shared references", () => {
  const shared = new Map([["a", 1]]);
  const [props] = send({ a: shared, b: [shared] });
  assert.ok(Array.isArray(props.b));
  assert.equal(props.a, props.b[0]);
});

Deno.test("Serializer and reviver() keep circular references", () => {
  const circular: Record<string, unknown> = { list: [], map: new Map(), set: new Set() };
  circular.self = circular;
  circular.signal = signal(circular);
  const revived = sendValue(circular);
  assert.ok(typeof revived === "object" && revived !== null);
  assert.ok("self" in revived && "signal" in revived);
  assert.equal(revived.self, revived);
  assert.ok(revived.signal instanceof Signal);
  assert.equal(revived.signal.value, revived);
});

Deno.test("Serializer.toScript() writes nothing that could end the script element", () => {
  const serializer = new Serializer();
  serializer.add("</script><!--<script>\u2028\u2029", "value");
  assert.doesNotMatch(serializer.toScript(), /[<\u2028\u2029]/);
});

for (
  const [name, value] of Object.entries({
    "a function": () => {},
    "a symbol": Symbol("s"),
    "a WeakMap": new WeakMap(),
    "a Promise": Promise.resolve(),
    "a Person": new class Person {}(),
  })
) {
  Deno.test(`Serializer.add() refuses ${name}, and says where it was`, () => {
    assert.throws(
      () => new Serializer().add({ deep: [value] }, 'Island <A>, prop "b"'),
      { name: "TypeError", message: `Island <A>, prop "b": ${name} cannot be serialized` },
    );
  });
}

Deno.test("Serializer.add() refuses JSX", () => {
  assert.throws(() => new Serializer().add({ a: <p>hi</p> }, "here"), /^TypeError: here: JSX/);
});

Deno.test("Serializer.add() refuses a key that would set a prototype", () => {
  const value: unknown = JSON.parse('{"__proto__": {"a": 1}}');
  assert.throws(() => new Serializer().add(value, "here"), /here: the key __proto__/);
});
