/** What the reverse proxies of the tests have in common. */
import { createServer } from "node:net";

/** A port that nothing has at the moment: nginx cannot be asked to take a free one and say which. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve, reject) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (address === null || typeof address === "string") reject(new TypeError("no port"));
      else resolve(address.port);
    });
  });
  await new Promise((closed) => server.close(closed));
  return port;
}

/** The README's block of that language: what people copy is what is tested. */
export async function readmeConfiguration(language: "nginx" | "caddy"): Promise<string> {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const [, found] = readme.split(`\`\`\`${language}\n`);
  if (found === undefined) throw new Error(`the README has no configuration for ${language}`);
  return found.split("```")[0];
}

/** @throws if one of them is not there */
export function replaceEach(text: string, changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`the README's configuration has no "${from}"`);
    return before.replaceAll(from, to);
  }, text);
}

/** Waits until something listens at that port; otherwise tells what was logged. */
export async function answersAt(port: number, log: () => Promise<string>): Promise<void> {
  for (const start = performance.now();; await pause()) {
    try {
      (await Deno.connect({ port, hostname: "127.0.0.1" })).close();
      return;
    } catch {
      if (performance.now() - start > 10_000) {
        throw new Error(`the proxy does not start:\n${await log()}`);
      }
    }
  }
}

export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
