/**
 * Stores recordings in the origin private file system, with a folder for each recording and a file for each piece. A writable
 * commits its data only on close (File System, 2.6), and appending to a file copies all of it each time. With a file for
 * each piece, a page that crashes loses only the last piece.
 */
import * as v from "valibot";
import { deferred } from "@/common/deferred.ts";
import { byStretch, lengthOf, parsePieceName, type Piece, pieceName } from "./pieces.ts";
import type { Recording } from "./states.ts";
import type { Output, RecordingInfo, RecordingStore, RecordingWriter, Stretch } from "./store.ts";

const INFO = "about.json";
const SAVED = "saved";
const OUTPUT = "output";

const InfoFile = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ stream: v.string(), began: v.number(), mimeType: v.string() }),
);

const lockName = (id: string) => `tuila.recording.${id}`;

/** Null: this browser lacks such files or forbids them. */
export async function openFileStore(): Promise<RecordingStore | null> {
  try {
    if (!("createWritable" in FileSystemFileHandle.prototype)) return null;
    const root = await navigator.storage.getDirectory();
    return new FileStore(await root.getDirectoryHandle("recordings", { create: true }));
  } catch {
    return null; // the browser lacks it, or forbids it in private windows
  }
}

class FileStore implements RecordingStore {
  readonly outlivesPage = true;

  constructor(readonly folder: FileSystemDirectoryHandle) {}

  async create(info: RecordingInfo): Promise<RecordingWriter> {
    const id = crypto.randomUUID();
    const release = await hold(lockName(id)); // before another page can find the folder
    try {
      const folder = await this.folder.getDirectoryHandle(id, { create: true });
      await write(folder, INFO, JSON.stringify(info));
      return {
        append: (at, end, data) => write(folder, pieceName({ at, end }), data),
        close: release,
      };
    } catch (error) {
      release();
      throw error;
    }
  }

  async list(): Promise<Recording[]> {
    const ids = await namesIn(this.folder);
    // Query locks after listing folders, so that a recording that begins in between is not listed as unlocked.
    const { held = [] } = await navigator.locks.query();
    const isHeld = (id: string) => held.some(({ name }) => name === lockName(id));
    const found = await Promise.all(
      ids.filter((id) => !isHeld(id)).map((id) => this.#describe(id)),
    );
    return found.filter((each) => each !== null).sort((one, other) => other.began - one.began);
  }

  /** Removes an empty recording, of a page that ended before the first piece, and returns null. */
  async #describe(id: string): Promise<Recording | null> {
    try {
      const folder = await this.folder.getDirectoryHandle(id);
      const pieces = await piecesIn(folder);
      const info = v.safeParse(InfoFile, await (await readFile(folder, INFO))?.text());
      const bytes = pieces.reduce((sum, { file }) => sum + file.size, 0);
      if (!info.success || bytes === 0) {
        await this.remove(id);
        return null;
      }
      const saved = await readFile(folder, SAVED) !== null;
      return { id, ...info.output, length: lengthOf(pieces), bytes, saved };
    } catch {
      return null; // another page is deleting it
    }
  }

  async read(id: string): Promise<Stretch[]> {
    const pieces = byStretch(await piecesIn(await this.folder.getDirectoryHandle(id)));
    return [...pieces].map(([at, pieces]) => ({
      at,
      data: new Blob(pieces.map(({ file }) => file)),
    }));
  }

  async output(id: string): Promise<Output> {
    const folder = await this.folder.getDirectoryHandle(id);
    const handle = await folder.getFileHandle(OUTPUT, { create: true });
    return { writable: await handle.createWritable(), file: () => handle.getFile() };
  }

  async markSaved(id: string): Promise<void> {
    await write(await this.folder.getDirectoryHandle(id), SAVED, "");
  }

  async remove(id: string): Promise<void> {
    await this.folder.removeEntry(id, { recursive: true });
  }
}

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  return names;
}

async function piecesIn(folder: FileSystemDirectoryHandle): Promise<(Piece & { file: File })[]> {
  const names = await namesIn(folder);
  const pieces = names.map(async (name) => {
    const piece = parsePieceName(name);
    const file = piece === null ? null : await readFile(folder, name);
    return piece === null || file === null ? [] : [{ ...piece, file }];
  });
  return (await Promise.all(pieces)).flat();
}

async function write(folder: FileSystemDirectoryHandle, name: string, data: string | Blob) {
  const handle = await folder.getFileHandle(name, { create: true });
  const writable = await handle.createWritable();
  await writable.write(data);
  await writable.close();
}

/** Null: it does not exist. */
async function readFile(folder: FileSystemDirectoryHandle, name: string): Promise<File | null> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch {
    return null;
  }
}

/** Takes a lock. It is held until the returned function is called or the page ends. */
function hold(name: string): Promise<() => void> {
  const granted = deferred<() => void>();
  const held = deferred<void>();
  navigator.locks.request(name, () => {
    granted.resolve(held.resolve);
    return held.promise;
  }).catch(granted.reject);
  return granted.promise;
}
