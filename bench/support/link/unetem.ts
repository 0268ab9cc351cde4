/** Compiles and starts `unetem.c`: a link of two TUN devices, for kernels without netem. */
import { CannotMeasure } from "../part.ts";

const SOURCE = new URL("unetem.c", import.meta.url);

/**
 * Resolves once each namespace has its device `wan`. Disposing of the result removes the devices.
 * @param delay one way, in milliseconds
 * @param loss each way, in percent
 * @throws {CannotMeasure} if it cannot be compiled or started
 */
export async function startUnetem(
  one: string,
  other: string,
  delay: number,
  loss: number,
): Promise<AsyncDisposable> {
  const folder = await Deno.makeTempDir({ prefix: "tuila-unetem-" });
  try {
    const program = `${folder}/unetem`;
    await compile(program);
    return await start(program, [one, other, String(delay), String(loss)]);
  } finally {
    await Deno.remove(folder, { recursive: true }); // the running program no longer needs its file
  }
}

async function compile(program: string): Promise<void> {
  const args = ["-O2", "-o", program, SOURCE.pathname];
  try {
    const { success, stderr } = await new Deno.Command("cc", { args, stdin: "null" }).output();
    if (!success) throw new CannotMeasure(`cc: ${new TextDecoder().decode(stderr)}`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new CannotMeasure(
      "This kernel has no netem, and there is no `cc` for what takes its place.",
    );
  }
}

async function start(program: string, args: readonly string[]): Promise<AsyncDisposable> {
  const child = new Deno.Command(program, {
    args: [...args],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  const { done } = await reader.read();
  if (done) {
    const reason = await new Response(child.stderr).text();
    await child.status;
    throw new CannotMeasure(`There is no netem here, and no TUN device: ${reason.trim()}`);
  }
  return {
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await Promise.all([child.status, reader.cancel(), child.stderr.cancel()]);
    },
  };
}
