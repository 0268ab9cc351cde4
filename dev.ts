import { Builder } from "fresh/dev";

const builder = new Builder();

if (Deno.args.includes("build")) {
  await builder.build();
} else {
  // Imported here, because a build needs no store and no valid PORT.
  const { config, listensAt } = await import("./server/services.ts");
  const { startLogging } = await import("./server/logging.ts");
  await startLogging();
  listensAt({ https: false, port: config.port });
  await builder.listen(() => import("./main.ts"), { port: config.port, hostname: config.host });
}
