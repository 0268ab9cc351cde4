import assert from "node:assert/strict";
import { App, createDefine, page } from "fresh";

const define = createDefine<{ user?: string }>();

Deno.test("createDefine() makes functions that return their argument", () => {
  const handlers = { GET: () => new Response("hi") };
  const component = () => <p>hi</p>;
  const middlewares = [() => new Response("hi")];
  assert.equal(define.handlers(handlers), handlers);
  assert.equal(define.page(component), component);
  assert.equal(define.middleware(middlewares), middlewares);
});

Deno.test("define.page() knows the type of the data of its handler", async () => {
  const handler = define.handlers({
    GET: (ctx) => page({ greeting: `hello ${ctx.state.user}` }),
  });
  const Greeting = define.page<typeof handler>(({ data }) => <p>{data.greeting.toUpperCase()}</p>);
  const app = new App<{ user?: string }>()
    .use((ctx) => {
      ctx.state.user = "you";
      return ctx.next();
    })
    .get("/", async (ctx) => {
      const result = await handler.GET?.(ctx);
      assert.ok(result !== undefined && !(result instanceof Response));
      return ctx.render(<p>{result.data.greeting}</p>);
    });
  assert.equal(typeof Greeting, "function");
  const response = await app.handler()(new Request("http://localhost/"));
  assert.match(await response.text(), /<p>hello you<\/p>/);
});

Deno.test("page() carries data, status and headers", () => {
  assert.deepEqual(page({ a: 1 }, { status: 201, headers: { x: "y" } }), {
    data: { a: 1 },
    status: 201,
    headers: { x: "y" },
  });
  assert.equal(page().data, undefined);
});
