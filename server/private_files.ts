/** Files and folders that only the account of this process may open: they hold secrets. */
import { dirname, join } from "node:path";
import { warn } from "./terminal.ts";

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** A file that says that its folder was made here. Somebody else's folder keeps its mode. */
const MARK = ".made-by-tuila";

/** Makes a folder and those above it where they are missing, and mends the modes of those that were made here. */
export function privateFolder(folder: string): void {
  const parent = dirname(folder);
  if (parent !== folder) privateFolder(parent);
  if (exists(folder)) {
    if (exists(join(folder, MARK))) restrict(folder, FOLDER_MODE);
    return;
  }
  Deno.mkdirSync(folder, { mode: FOLDER_MODE });
  privateFile(join(folder, MARK));
}

/** Makes a file where it is missing, and mends its mode. */
export function privateFile(file: string): void {
  if (exists(file)) return restrictFile(file);
  Deno.openSync(file, { write: true, create: true, mode: FILE_MODE }).close();
}

/** Mends the mode of a file, if there is one. */
export function restrictFile(file: string): void {
  if (exists(file)) restrict(file, FILE_MODE);
}

function restrict(path: string, most: number): void {
  if (Deno.build.os === "windows") return; // a profile's files are its owner's there
  try {
    const { mode } = Deno.statSync(path);
    if (((mode ?? 0) & 0o777 & ~most) !== 0) Deno.chmodSync(path, most);
  } catch {
    warn(`Others can read ${path}, which holds secrets, and its mode cannot be changed.`);
  }
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
