/** The server process: listens, prints where, and shuts down cleanly. Run by `launch.ts`. */
import { renderUnicodeCompact } from "uqr";
import { type Hosts, hosts, machineNames } from "@/server/addresses.ts";
import { ConfigError, parseArguments } from "@/server/config.ts";
import { type Certificate, readCertificate } from "@/server/https/certificate.ts";
import { followCertificate } from "@/server/https/follow_certificate.ts";
import { ownCertificate } from "@/server/https/own_certificate.ts";
import type { HttpServer } from "@/server/http/http_server.ts";
import { connectionLimit } from "@/server/http/connection_limit.ts";
import { listen, ListenError } from "@/server/listen.ts";
import {
  isLaunched,
  launcherEnded,
  openFileLimit,
  withoutHandOver,
} from "@/server/launch/launched.ts";
import { startLogging } from "@/server/logging.ts";
import { config, listensAt, stopServices } from "@/server/services.ts";
import { onStopSignal } from "@/server/stop_signals.ts";
import { fail, print, warn } from "@/server/terminal.ts";
import { surviveUncaught } from "@/server/uncaught.ts";
import { invitation, type Running, welcome } from "@/server/welcome.ts";

/** The longest that a shutdown may take, in milliseconds. */
const PATIENCE = 8_000;

await startLogging();
surviveUncaught();

const { default: built } = await import(import.meta.resolve("./_fresh/server.js"));

const reached = hosts(config.host, Deno.networkInterfaces());

// Listen for signals before printing the address: whoever reads it may stop the server at once.
let stopping = false;
let unfollow = () => {};
onStopSignal(stop);
if (isLaunched()) launcherEnded().then(stop);

let server: HttpServer | null = null;
server = await start().catch((error) => {
  if (error instanceof ConfigError || error instanceof ListenError) fail(error.message);
  throw error;
});

async function start(): Promise<HttpServer> {
  const { https } = parseArguments(withoutHandOver(Deno.args));
  if (config.tls !== null) return await startWithFiles(config.tls);
  if (!https) return announce(await listenWith(null), {});
  const certificate = await ownCertificate({
    folder: "data",
    hosts: certified(reached),
    now: Date.now(),
  });
  return announce(await listenWith(certificate), { https: true, ownCertificate: true });
}

async function startWithFiles(files: NonNullable<typeof config.tls>): Promise<HttpServer> {
  const read = () => readCertificate(files);
  const certificate = read();
  const listening = await listenWith(certificate);
  const renew = listening.renew.bind(listening);
  unfollow = followCertificate(certificate, { read, renew });
  return announce(listening, { https: true });
}

async function listenWith(certificate: Certificate | null): Promise<HttpServer> {
  const { most, backlog, problem } = connectionLimit(config.maxSockets, openFileLimit());
  if (problem !== null) warn(problem);
  return await listen({
    hostname: config.host,
    port: config.port,
    certificate,
    maxConnections: most,
    backlog,
    // The proxy's address is everybody's. No other address may have more than nine tenths.
    connectionsPerAddress: config.proxies > 0
      ? null
      : Math.min(config.connectionsPerAddress, Math.ceil(most * 0.9)),
  }, built.fetch);
}

/** The names and addresses that this machine's own certificate is for. */
function certified({ here, elsewhere }: Hosts): string[] {
  const names = machineNames(Deno.hostname());
  return [...new Set(["localhost", "127.0.0.1", "::1", ...here, ...elsewhere, ...names])];
}

/** Prints where it listens, with a QR code for phones if a terminal shows it. */
function announce(listening: HttpServer, how: Partial<Running>): HttpServer {
  const running = {
    ...reached,
    port: listening.port,
    https: false,
    ownCertificate: false,
    publicUrl: config.publicUrl,
    proxies: config.proxies,
    ...how,
  };
  listensAt(running);
  print(welcome(running));
  const url = invitation(running);
  if (url !== null && Deno.stdout.isTerminal()) {
    print(`\n${renderUnicodeCompact(url, { border: 2 })}\n${url}`);
  }
  return listening;
}

async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  // Requests under way may finish, but a connection that never ends does not hold up the shutdown.
  setTimeout(() => Deno.exit(0), PATIENCE);
  unfollow();
  await stopServices();
  await server?.shutdown();
  Deno.exit(0);
}
