/** The store of this process, which no other server may have open. */
import { dirname } from "node:path";
import { type ClaimStore, openClaimStore } from "@/signaling/server/access/claims.ts";
import { privateFile, privateFolder, restrictFile } from "./private_files.ts";

/** How long to wait for the server before this one to end, in milliseconds. */
const PATIENCE = 10_000;
/** How often to try the lock meanwhile, in milliseconds. */
const POLL = 50;

/** Why there is no store. Its message is one sentence that says what to do. */
export class StoreError extends Error {
  override name = "StoreError";
}

/**
 * Opens the store once no other server has it open.
 * @throws StoreError
 */
export async function openStore(file: string, patience = PATIENCE): Promise<ClaimStore> {
  try {
    if (file === ":memory:") return openClaimStore(file);
    privateFolder(dirname(file));
    return openLocked(file, await lockOf(file, patience));
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new StoreError(`The store ${file} cannot be opened: ${reason}`);
  }
}

function openLocked(file: string, lock: Deno.FsFile): ClaimStore {
  try {
    privateFile(file); // SQLite gives the mode of this file to its others
    for (const suffix of ["-wal", "-shm"]) restrictFile(file + suffix);
    const store = openClaimStore(file);
    return {
      ...store,
      close() {
        store.close();
        lock.close();
      },
    };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** Locks a file beside the store. The system releases the lock when the file is closed or its process dies. */
async function lockOf(file: string, patience: number): Promise<Deno.FsFile> {
  privateFile(`${file}.lock`);
  const lock = Deno.openSync(`${file}.lock`, { write: true });
  const deadline = performance.now() + patience;
  while (!lock.tryLockSync(true)) {
    if (performance.now() >= deadline) {
      lock.close();
      throw new StoreError(inUse(file));
    }
    await new Promise((resolve) => setTimeout(resolve, POLL));
  }
  return lock;
}

function inUse(file: string): string {
  return `The store ${file} is in use by another server. Stop that one, or choose another file with STORE.`;
}
