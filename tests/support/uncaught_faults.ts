/** Runs in the server's process before it, by `--preload`: SIGUSR2 lets an error and a rejection go unhandled. */
Deno.addSignalListener("SIGUSR2", () => {
  setTimeout(() => {
    throw new Error("an error of the test");
  });
  Promise.reject(new Error("a rejection of the test"));
});
