/** What the nginx and Caddy tests have in common. */
import { createServer } from "node:net";
import { connect } from "node:tls";

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

/** Waits until something speaks TLS at that port: Caddy listens before it has a certificate. @throws with the log if nothing does */
export async function answersAt(port: number, log: () => Promise<string>): Promise<void> {
  for (const start = performance.now();; await pause()) {
    try {
      return await shakeHands(port);
    } catch {
      if (performance.now() - start > 10_000) {
        throw new Error(`the proxy does not start:\n${await log()}`);
      }
    }
  }
}

function shakeHands(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false }, () => {
      socket.destroy();
      resolve();
    });
    socket.on("error", reject);
  });
}

export function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}
