import assert from "node:assert/strict";
import { App, type Context, type Middleware } from "fresh";

function run(handler: Middleware<unknown>, path = "/"): Promise<Response> {
  return new App().all("*", handler).handler()(new Request(`http://localhost${path}`));
}

Deno.test("ctx.redirect() answers 302 with the location", async () => {
  const response = await run((ctx) => ctx.redirect("/next"));
  assert.equal(response.status, 302);
  assert.equal(response.headers.get("location"), "/next");
});

Deno.test("ctx.redirect() takes a status", async () => {
  assert.equal((await run((ctx) => ctx.redirect("/next", 307))).status, 307);
});

Deno.test("ctx.redirect() stays on this site with a path, and keeps its search and hash", async () => {
  for (
    const [location, expected] of [
      ["//evil.com/", "/evil.com/"],
      ["/a//b?to=//c#//d", "/a/b?to=//c#//d"],
      ["/", "/"],
      ["https://example.com//a", "https://example.com//a"],
    ]
  ) {
    const response = await run((ctx) => ctx.redirect(location));
    assert.equal(response.headers.get("location"), expected);
  }
});

Deno.test("ctx.text() answers with plain text", async () => {
  const response = await run((ctx) => ctx.text("hi", { status: 201 }));
  assert.equal(response.status, 201);
  assert.match(response.headers.get("content-type") ?? "", /^text\/plain/);
  assert.equal(await response.text(), "hi");
});

Deno.test("ctx.html() answers with HTML and keeps the headers in its options", async () => {
  const response = await run((ctx) => ctx.html("<p>hi</p>", { headers: { "x-set": "yes" } }));
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal(response.headers.get("x-set"), "yes");
});

Deno.test("ctx.json() answers with JSON", async () => {
  const response = await run((ctx) => ctx.json({ a: [1] }));
  assert.equal(response.headers.get("content-type"), "application/json");
  assert.deepEqual(await response.json(), { a: [1] });
});

Deno.test("ctx.render() answers with a whole document", async () => {
  const response = await run((ctx) => ctx.render(<h1>hi & bye</h1>, { status: 201 }));
  assert.equal(response.status, 201);
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.equal(
    await response.text(),
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><h1>hi &amp; bye</h1></body></html>',
  );
});

Deno.test("ctx.render() leaves a complete document unchanged", async () => {
  const response = await run((ctx) =>
    ctx.render(
      <html lang="en">
        <head>
          <title>t</title>
        </head>
        <body class="b">hi</body>
      </html>,
    )
  );
  assert.equal(
    await response.text(),
    '<!DOCTYPE html><html lang="en"><head><title>t</title></head><body class="b">hi</body></html>',
  );
});

Deno.test("ctx.info has the address of the client", async () => {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    new App().get("/", (ctx) => ctx.json(ctx.info.remoteAddr)).handler(),
  );
  const response = await fetch(`http://127.0.0.1:${server.addr.port}/`);
  assert.equal((await response.json()).hostname, "127.0.0.1");
});

Deno.test("ctx.upgrade() refuses a request without an upgrade with 400", async () => {
  for (const handler of [bare, managed]) {
    const response = await run(handler);
    assert.equal(response.status, 400);
    assert.equal(await response.text(), "Expected a WebSocket upgrade request");
  }
});

Deno.test("ctx.upgrade() in bare mode gives the socket to wire", async () => {
  assert.deepEqual(await talk(bare), { protocol: "", received: ["echo hi"] });
});

Deno.test("ctx.upgrade() treats an empty object as options", async () => {
  const handler = (ctx: Context<unknown>) => {
    const { socket, response } = ctx.upgrade({});
    socket.onmessage = ({ data }) => socket.send(`echo ${data}`);
    return response;
  };
  assert.deepEqual(await talk(handler), { protocol: "", received: ["echo hi"] });
});

Deno.test("ctx.upgrade() in managed mode calls the handlers with the socket", async () => {
  const closed = Promise.withResolvers<[number, string]>();
  const result = await talk((ctx) =>
    ctx.upgrade({
      open: (socket) => socket.send("welcome"),
      message: (socket, { data }) => socket.send(`managed ${data}`),
      close: (_socket, code, reason) => closed.resolve([code, reason]),
    }, { idleTimeout: 30, protocol: "tuila" })
  );
  assert.deepEqual(result, { protocol: "tuila", received: ["welcome", "managed hi"] });
  assert.deepEqual(await closed.promise, [4001, "done"]);
});

const bare: Middleware<unknown> = (ctx) => {
  const { socket, response } = ctx.upgrade();
  socket.onmessage = ({ data }) => socket.send(`echo ${data}`);
  return response;
};

const managed: Middleware<unknown> = (ctx) => ctx.upgrade({ message() {} });

/** Sends "hi" over a real socket, and receives until the answer to it. */
async function talk(handler: Middleware<unknown>) {
  await using server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen() {} },
    new App().get("/", handler).handler(),
  );
  const socket = new WebSocket(`ws://127.0.0.1:${server.addr.port}/`, ["tuila"]);
  const received: string[] = [];
  const done = Promise.withResolvers<void>();
  socket.onopen = () => socket.send("hi");
  socket.onerror = () => done.reject(new Error("The socket failed"));
  socket.onmessage = ({ data }) => {
    received.push(data);
    if (data.endsWith("hi")) socket.close(4001, "done");
  };
  socket.onclose = () => done.resolve();
  await done.promise;
  return { protocol: socket.protocol, received };
}
