/**
 * Recordings in the origin private file system: a folder for each, a file for each piece as it comes. What a writable
 * has written lands as it is closed (File System, 2.6), and to go on in a file would copy all of it each time: so pieces
 * stay files of their own, and a page that is gone has lost no more than the last.
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

/** Null where this browser has no such files, or forbids them. */
export async function openFileStore(): Promise<RecordingStore | null> {
  try {
    if (!("createWritable" in FileSystemFileHandle.prototype)) return null;
    const root = await navigator.storage.getDirectory();
    return new FileStore(await root.getDirectoryHandle("recordings", { create: true }));
  } catch {
    return null; // not there at all, or not in a private window
  }
}

class FileStore implements RecordingStore {
  readonly outlivesPage = true;

  constructor(readonly folder: FileSystemDirectoryHandle) {}

  async create(info: RecordingInfo): Promise<RecordingWriter> {
    const id = crypto.randomUUID();
    const release = await hold(lockName(id)); // before there is a folder that another page might find
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
    // Asked for after the folders: a recording that began in between is not seen, rather than seen without its lock.
    const { held = [] } = await navigator.locks.query();
    const isHeld = (id: string) => held.some(({ name }) => name === lockName(id));
    const found = await Promise.all(ids.filter((id) => !isHeld(id)).map((id) => this.#look(id)));
    return found.filter((each) => each !== null).sort((one, other) => other.began - one.began);
  }

  /** Null for what holds nothing to play: a page was gone before the first piece. It is cleared away. */
  async #look(id: string): Promise<Recording | null> {
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

/** Null if it is not there. */
async function readFile(folder: FileSystemDirectoryHandle, name: string): Promise<File | null> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch {
    return null;
  }
}

/** Holds a lock until what is returned is called, or the page is gone, however that ends. */
function hold(name: string): Promise<() => void> {
  const granted = deferred<() => void>();
  const held = deferred<void>();
  navigator.locks.request(name, () => {
    granted.resolve(held.resolve);
    return held.promise;
  }).catch(granted.reject);
  return granted.promise;
}
