/** Caddy with the README's configuration, on a free port. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { install, mayInstall } from "./apt.ts";
import { answersAt, readmeConfiguration, replaceEach } from "./reverse_proxy.ts";

const PLACES = ["/usr/bin/caddy", "/usr/local/bin/caddy", "/opt/homebrew/bin/caddy"];

/** Appended to the name of a test that is skipped without Caddy. */
export const NEEDS_CADDY = "skipped where there is no caddy";

/** The path of Caddy, installed if that is allowed; undefined if there is none. */
export async function findCaddy(): Promise<string | undefined> {
  const found = () => PLACES.find((place) => existsSync(place));
  if (found() === undefined && mayInstall()) await install("caddy");
  return found();
}

export interface Caddy extends AsyncDisposable {
  readonly origin: string;
}

/** @param upstream the server's origin */
export async function startCaddy(command: string, port: number, upstream: string): Promise<Caddy> {
  await using things = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir();
  things.defer(() => Deno.remove(folder, { recursive: true }));
  const site = replaceEach(await readmeConfiguration("caddy"), [
    // No public authority certifies this address, so Caddy's internal one does.
    ["stream.example.com {", `https://127.0.0.1:${port} {\n  tls internal`],
    ["127.0.0.1:8000", new URL(upstream).host],
  ]);
  const options = "{\n  admin off\n  skip_install_trust\n  auto_https disable_redirects\n}\n";
  const file = join(folder, "Caddyfile");
  await Deno.writeTextFile(file, options + site);
  const log = join(folder, "log");
  const process = new Deno.Command("/bin/sh", {
    args: ["-c", `exec "$0" run --config "$1" --adapter caddyfile > "$2" 2>&1`, command, file, log],
    env: { HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder },
    stdin: "null",
  }).spawn();
  things.defer(async () => {
    process.kill("SIGTERM");
    await process.status;
  });
  await answersAt(port, () => Deno.readTextFile(log));
  const owned = things.move();
  return {
    origin: `https://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
