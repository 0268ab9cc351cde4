/** nginx with the README's configuration, on a free port. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { install, mayInstall } from "./apt.ts";
import { certificateFolder, newCertificate } from "./certificates.ts";
import { answersAt, pause, readmeConfiguration, replaceEach } from "./reverse_proxy.ts";

const PLACES = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/opt/homebrew/bin/nginx"];

/** Appended to the name of a test that is skipped without nginx. */
export const NEEDS_NGINX = "skipped where there is no nginx: install nginx-light";

/** The path of nginx, installed if that is allowed; undefined if there is none. */
export async function findNginx(): Promise<string | undefined> {
  const found = () => PLACES.find((place) => existsSync(place));
  if (found() === undefined && mayInstall()) await install("nginx-light");
  return found();
}

export interface Nginx extends AsyncDisposable {
  readonly origin: string;
  /** Like `nginx -s reload`: new workers take over, the old ones stay for their open connections. */
  reload(): Promise<void>;
  /** Ends nginx with all its connections, and starts it again on the same port. */
  restart(): Promise<void>;
}

/**
 * @param upstream the server's origin
 * @param changes further replacements in the README's configuration
 */
export async function startNginx(
  command: string,
  port: number,
  upstream: string,
  changes: readonly (readonly [string, string])[] = [],
): Promise<Nginx> {
  await using things = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir();
  things.defer(() => Deno.remove(folder, { recursive: true }));
  const { files } = things.use(await certificateFolder(await newCertificate()));
  const site = replaceEach(await readmeConfiguration("nginx"), [
    ["listen 443", `listen 127.0.0.1:${port}`],
    ["listen [::]:443", `listen [::1]:${port}`],
    ["stream.example.com;", "127.0.0.1;"],
    ["/etc/letsencrypt/live/stream.example.com/fullchain.pem", files.cert],
    ["/etc/letsencrypt/live/stream.example.com/privkey.pem", files.key],
    ["http://127.0.0.1:8000", upstream],
    ...changes,
  ]);
  await Deno.writeTextFile(join(folder, "nginx.conf"), surroundings(folder, site));
  const error = join(folder, "error.log");
  const run = () =>
    new Deno.Command(command, {
      args: ["-p", folder, "-e", error, "-c", join(folder, "nginx.conf"), "-g", "daemon off;"],
      stdin: "null",
    }).spawn();
  let current = run();
  const end = async () => {
    try {
      current.kill("SIGTERM");
    } catch { /* it has ended */ }
    await current.status;
  };
  things.defer(() => end());
  const log = () => Deno.readTextFile(error);
  const answers = () => answersAt(port, log);
  await answers();
  const owned = things.move();
  return {
    origin: `https://127.0.0.1:${port}`,
    async reload() {
      const shutdowns = async () => (await log()).split("gracefully shutting down").length;
      const before = await shutdowns();
      current.kill("SIGHUP");
      while (await shutdowns() === before) await pause();
    },
    async restart() {
      await end();
      current = run();
      await answers();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** An nginx.conf like a distribution's, with the site in it. */
function surroundings(folder: string, site: string): string {
  const kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
  return `
${Deno.uid() === 0 ? "user root;" : ""}
worker_processes 2;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log notice;
events {}
http {
  access_log off;
  ${kinds.map((kind) => `${kind}_temp_path ${folder}/${kind};`).join("\n  ")}
  ${site}
}
`;
}
