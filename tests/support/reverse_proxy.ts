/** What the nginx and Caddy tests have in common. */
import { createServer } from "node:net";

/** A port that is free at the moment, because nginx cannot choose one itself and report it. */
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

/** The README's code block in that language, so that the tests run what people copy. */
export async function readmeConfiguration(language: "nginx" | "caddy"): Promise<string> {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const [, found] = readme.split(`\`\`\`${language}\n`);
  if (found === undefined) throw new Error(`the README has no configuration for ${language}`);
  return found.split("```")[0];
}

/** @throws if the text lacks one of the strings to replace */
export function replaceEach(text: string, changes: readonly (readonly [string, string])[]): string {
  return changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`the README's configuration has no "${from}"`);
    return before.replaceAll(from, to);
  }, text);
}

/** Waits until something listens at that port. @throws with the log if nothing does */
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

/** Waits until the log has these words. @throws with the log if they do not come */
export async function says(words: string, log: () => Promise<string>): Promise<void> {
  for (const start = performance.now(); !(await log()).includes(words); await pause()) {
    if (performance.now() - start > 10_000) {
      throw new Error(`the proxy does not say "${words}":\n${await log()}`);
    }
  }
}

export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
