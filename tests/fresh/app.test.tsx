import assert from "node:assert/strict";
import { App, HttpError } from "fresh";

function request(app: App<unknown>, path: string, init?: RequestInit): Promise<Response> {
  return app.handler()(new Request(`http://localhost${path}`, init));
}

async function textOf(app: App<unknown>, path: string, init?: RequestInit): Promise<string> {
  const response = await request(app, path, init);
  return await response.text();
}

Deno.test("App.get() answers HEAD with the GET handler and no body", async () => {
  const app = new App().get("/", () => new Response("hi", { headers: { "x-from": "get" } }));
  const response = await request(app, "/", { method: "HEAD" });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("x-from"), "get");
  assert.equal(await response.text(), "");
});

Deno.test("App.head() comes before the GET handler", async () => {
  const app = new App()
    .get("/", () => new Response("get"))
    .head("/", () => new Response(null, { status: 204 }));
  assert.equal((await request(app, "/", { method: "HEAD" })).status, 204);
});

Deno.test("App answers each method with its own handler", async () => {
  const app = new App()
    .get("/", () => new Response("GET"))
    .post("/", () => new Response("POST"))
    .put("/", () => new Response("PUT"))
    .patch("/", () => new Response("PATCH"))
    .delete("/", () => new Response("DELETE"));
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
    assert.equal(await textOf(app, "/", { method }), method);
  }
});

Deno.test("App.all() answers every method", async () => {
  const app = new App().all("/", (ctx) => ctx.text(ctx.req.method));
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    assert.equal(await textOf(app, "/", { method }), method);
  }
});

Deno.test("App answers 405 to a method that the route does not have", async () => {
  const app = new App().get("/", () => new Response("hi"));
  const response = await request(app, "/", { method: "POST" });
  assert.equal(response.status, 405);
  assert.equal(await response.text(), "Method Not Allowed");
});

Deno.test("App answers OPTIONS with the methods of the route", async () => {
  const app = new App()
    .get("/:id", () => new Response("hi"))
    .post("/:id", () => new Response("hi"));
  const response = await request(app, "/x", { method: "OPTIONS" });
  assert.equal(response.status, 204);
  assert.equal(response.headers.get("Allow"), "GET, POST");
});

Deno.test("App answers 404 to what no route matches", async () => {
  const response = await request(new App().get("/a", () => new Response("hi")), "/b");
  assert.equal(response.status, 404);
  assert.equal(await response.text(), "Not Found");
});

Deno.test("App prefers static paths to patterns, whatever their order", async () => {
  const app = new App()
    .get("/:id", (ctx) => ctx.text(`pattern ${ctx.params.id}`))
    .get("/fixed", (ctx) => ctx.text("static"));
  assert.equal(await textOf(app, "/fixed"), "static");
  assert.equal(await textOf(app, "/other"), "pattern other");
});

Deno.test("App keeps the first handler of a path and method", async () => {
  const app = new App()
    .get("/", (ctx) => ctx.text("first"))
    .get("/", (ctx) => ctx.text("second"));
  assert.equal(await textOf(app, "/"), "first");
});

Deno.test("App tries patterns in the order of their registration", async () => {
  const app = new App()
    .get("/a/:first", (ctx) => ctx.text("first"))
    .get("/:rest*", (ctx) => ctx.text("second"));
  assert.equal(await textOf(app, "/a/b"), "first");
  assert.equal(await textOf(app, "/a/b/c"), "second");
});

Deno.test("App matches a path with or without its trailing slash", async () => {
  const app = new App()
    .get("/without", (ctx) => ctx.text("without"))
    .get("/with/", (ctx) => ctx.text("with"));
  assert.equal(await textOf(app, "/without/"), "without");
  assert.equal(await textOf(app, "/with"), "with");
});

Deno.test("App takes doubled slashes for one", async () => {
  const app = new App().get("/a/b", (ctx) => ctx.text(ctx.url.pathname));
  assert.equal(await textOf(app, "//a///b"), "/a/b");
});

Deno.test("ctx.params are decoded", async () => {
  const app = new App().get("/watch/:name", (ctx) => ctx.text(ctx.params.name));
  assert.equal(await textOf(app, "/watch/%E6%8E%A8%E6%8B%89"), "推拉");
});

Deno.test("ctx.params keep an escaped slash", async () => {
  const app = new App().get("/watch/:name", (ctx) => ctx.text(ctx.params.name));
  assert.equal(await textOf(app, "/watch/a%2Fb"), "a%2Fb");
});

Deno.test("ctx.route is the pattern of the route", async () => {
  const app = new App().get("/watch/:name", (ctx) => ctx.text(String(ctx.route)));
  assert.equal(await textOf(app, "/watch/live"), "/watch/:name");
});

Deno.test("App.use() runs middlewares in order, out and back", async () => {
  const trail: string[] = [];
  const app = new App()
    .use(async (ctx) => {
      trail.push("1 in");
      const response = await ctx.next();
      trail.push("1 out");
      return response;
    }, async (ctx) => {
      trail.push("2 in");
      const response = await ctx.next();
      trail.push("2 out");
      return response;
    })
    .get("/", () => {
      trail.push("handler");
      return new Response("hi");
    });
  await request(app, "/");
  assert.deepEqual(trail, ["1 in", "2 in", "handler", "2 out", "1 out"]);
});

Deno.test("App.use() covers what is registered after it", async () => {
  const app = new App()
    .get("/before", () => new Response("hi"))
    .use(async (ctx) => {
      const response = await ctx.next();
      response.headers.set("x-seen", "yes");
      return response;
    })
    .get("/after", () => new Response("hi"));
  assert.equal((await request(app, "/before")).headers.get("x-seen"), null);
  assert.equal((await request(app, "/after")).headers.get("x-seen"), "yes");
});

Deno.test("App.use() with a path covers the path and what is under it", async () => {
  const app = new App()
    .use("/a", async (ctx) => {
      const response = await ctx.next();
      response.headers.set("x-seen", "yes");
      return response;
    })
    .get("/a", () => new Response("hi"))
    .get("/a/b", () => new Response("hi"))
    .get("/ab", () => new Response("hi"));
  assert.equal((await request(app, "/a")).headers.get("x-seen"), "yes");
  assert.equal((await request(app, "/a/b")).headers.get("x-seen"), "yes");
  assert.equal((await request(app, "/ab")).headers.get("x-seen"), null);
});

Deno.test("App.use() runs for what is not found", async () => {
  const app = new App().use(() => new Response("from the middleware"));
  assert.equal(await textOf(app, "/nowhere"), "from the middleware");
});

Deno.test("ctx.state belongs to one request", async () => {
  const app = new App<{ count?: number }>()
    .use((ctx) => {
      ctx.state.count = (ctx.state.count ?? 0) + 1;
      return ctx.next();
    })
    .get("/", (ctx) => ctx.json(ctx.state));
  const handler = app.handler();
  for (let i = 0; i < 2; i++) {
    const response = await handler(new Request("http://localhost/"));
    assert.deepEqual(await response.json(), { count: 1 });
  }
});

Deno.test("App keeps requests at the same time apart", async () => {
  const gate = Promise.withResolvers<void>();
  const app = new App<{ id?: string }>()
    .use(async (ctx) => {
      ctx.state.id = ctx.params.id;
      await gate.promise;
      return await ctx.next();
    })
    .get("/:id", (ctx) => ctx.text(`${ctx.params.id} ${ctx.state.id}`));
  const handler = app.handler();
  const responses = ["a", "b"].map((id) => handler(new Request(`http://localhost/${id}`)));
  gate.resolve();
  const texts = await Promise.all(responses.map(async (response) => (await response).text()));
  assert.deepEqual(texts, ["a a", "b b"]);
});

Deno.test("App answers an HttpError with its status and message", async () => {
  const app = new App().get("/", () => {
    throw new HttpError(403, "not for you");
  });
  const response = await request(app, "/");
  assert.equal(response.status, 403);
  assert.equal(await response.text(), "not for you");
});

Deno.test("App answers an HttpError without a message with its status text", async () => {
  const app = new App().get("/", () => {
    throw new HttpError(503);
  });
  assert.equal(await textOf(app, "/"), "Service Unavailable");
});

Deno.test("App answers any other error with 500 and reveals nothing about it", async () => {
  const app = new App().get("/", () => {
    throw new Error("secret");
  });
  const response = await request(app, "/");
  assert.equal(response.status, 500);
  assert.equal(await response.text(), "Internal server error");
});

Deno.test("App.onError() gets the error and may answer", async () => {
  const app = new App()
    .onError("*", (ctx) => ctx.text(`caught ${ctx.error}`, { status: 500 }))
    .get("/", () => {
      throw new Error("boom");
    });
  assert.equal(await textOf(app, "/"), "caught Error: boom");
});

Deno.test("App.onError() renders a page with the status of the error", async () => {
  const app = new App()
    .onError("*", { component: ({ error }) => <p>{String(error)}</p> })
    .get("/", () => {
      throw new HttpError(418, "short and stout");
    });
  const response = await request(app, "/");
  assert.equal(response.status, 418);
  assert.match(await response.text(), /<p>HttpError: short and stout<\/p>/);
});

Deno.test("App.onError() is called from the inside out", async () => {
  const app = new App()
    .onError("*", () => new Response("outer"))
    .onError("/a", () => new Response("inner"))
    .get("/a/b", () => {
      throw new Error("boom");
    })
    .get("/b", () => {
      throw new Error("boom");
    });
  assert.equal(await textOf(app, "/a/b"), "inner");
  assert.equal(await textOf(app, "/b"), "outer");
});

Deno.test("an App.onError() handler that throws leaves the error to the outer one", async () => {
  const app = new App()
    .onError("*", (ctx) => new Response(`outer ${ctx.error}`))
    .onError("/a", () => {
      throw new Error("again");
    })
    .get("/a", () => {
      throw new Error("boom");
    });
  assert.equal(await textOf(app, "/a"), "outer Error: again");
});

Deno.test("App.notFound() answers what is not found", async () => {
  const app = new App()
    .notFound(() => new Response("nothing here", { status: 404 }))
    .get("/gone", () => {
      throw new HttpError(404);
    });
  for (const path of ["/nowhere", "/gone"]) {
    const response = await request(app, path);
    assert.equal(response.status, 404);
    assert.equal(await response.text(), "nothing here");
  }
});

Deno.test("App.notFound() leaves other errors alone", async () => {
  const app = new App()
    .notFound(() => new Response("nothing here"))
    .get("/", () => new Response("hi"));
  assert.equal((await request(app, "/", { method: "PUT" })).status, 405);
});

Deno.test("App.route() renders its component with the data of its handler", async () => {
  const app = new App().route("/", {
    handler: { GET: () => ({ data: "some", status: 202, headers: { "x-set": "yes" } }) },
    component: ({ data }) => <p>{String(data)} data</p>,
  });
  const response = await request(app, "/");
  assert.equal(response.status, 202);
  assert.equal(response.headers.get("x-set"), "yes");
  assert.equal(response.headers.get("content-type"), "text/html; charset=utf-8");
  assert.match(await response.text(), /<p>some data<\/p>/);
});

Deno.test("App.route() answers only the methods of its handlers", async () => {
  const app = new App().route("/", { handler: { POST: () => new Response("posted") } });
  assert.equal(await textOf(app, "/", { method: "POST" }), "posted");
  assert.equal((await request(app, "/")).status, 405);
});

Deno.test("App.route() renders a component for GET that has handlers for other methods", async () => {
  const app = new App().route("/", {
    handler: { POST: () => new Response("posted") },
    component: () => <p>page</p>,
  });
  assert.match(await textOf(app, "/"), /<p>page<\/p>/);
});
