import { fileURLToPath } from "node:url";
import { Builder } from "fresh/dev";
import { app } from "./fixture/main.ts";

/** The directory of the fixture, a small app that uses all file conventions. */
export const FIXTURE = fileURLToPath(new URL("./fixture", import.meta.url));

const applySnapshot = await new Builder({ root: FIXTURE }).build({ snapshot: "memory" });
applySnapshot(app);

/** The request handler of the fixture, which is built to memory. */
export const handler = app.handler();

/** Requests a path of the fixture. */
export function request(path: string, init?: RequestInit): Promise<Response> {
  return handler(new Request(`http://localhost${path}`, init));
}

/** The body of a page of the fixture. */
export async function bodyOf(path: string): Promise<string> {
  const response = await request(path);
  const html = await response.text();
  return /<body>(.*)<\/body>/s.exec(html)?.[1] ?? html;
}

/** The scripts that a page names in its Link header. */
export async function preloaded(path: string): Promise<string[]> {
  const response = await request(path);
  await response.body?.cancel();
  const links = (response.headers.get("link") ?? "").matchAll(
    /<([^>]+)>; rel="modulepreload"; as="script"/g,
  );
  return [...links].map(([, script]) => script);
}
