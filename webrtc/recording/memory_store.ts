/** Recordings for as long as the page is there, where the browser keeps no files. */
import { byStretch, lengthOf, type Piece } from "./pieces.ts";
import type { Recording } from "./states.ts";
import type { Output, RecordingInfo, RecordingStore, RecordingWriter, Stretch } from "./store.ts";

/** In bytes: what a page may hold in all. */
const MOST = 1_000_000_000;

interface Kept {
  readonly info: RecordingInfo;
  readonly pieces: (Piece & { readonly data: Blob })[];
  isClosed: boolean;
  isSaved: boolean;
}

export class MemoryStore implements RecordingStore {
  readonly outlivesPage = false;
  readonly #kept = new Map<string, Kept>();

  constructor(readonly most = MOST) {}

  create(info: RecordingInfo): Promise<RecordingWriter> {
    const kept: Kept = { info, pieces: [], isClosed: false, isSaved: false };
    this.#kept.set(crypto.randomUUID(), kept);
    return Promise.resolve({
      append: (at, end, data) => {
        const bytes = [...this.#kept.values()].reduce((sum, each) => sum + bytesOf(each), 0);
        if (bytes + data.size > this.most) {
          return Promise.reject(new DOMException("Memory is full", "QuotaExceededError"));
        }
        kept.pieces.push({ at, end, data });
        return Promise.resolve();
      },
      close: () => void (kept.isClosed = true),
    });
  }

  list(): Promise<Recording[]> {
    const closed = [...this.#kept].filter(([, kept]) => kept.isClosed && bytesOf(kept) > 0);
    const recordings = closed.map(([id, kept]) => ({
      id,
      ...kept.info,
      length: lengthOf(kept.pieces),
      bytes: bytesOf(kept),
      saved: kept.isSaved,
    }));
    return Promise.resolve(recordings.sort((one, other) => other.began - one.began));
  }

  read(id: string): Promise<Stretch[]> {
    const stretches = byStretch(this.#kept.get(id)?.pieces ?? []);
    return Promise.resolve([...stretches].map(([at, pieces]) => ({
      at,
      data: new Blob(pieces.map(({ data }) => data)),
    })));
  }

  output(): Promise<Output> {
    const written: { data: Uint8Array<ArrayBuffer>; position: number }[] = [];
    return Promise.resolve({
      writable: new WritableStream({ write: (part) => void written.push(part) }),
      file: () => Promise.resolve(new Blob([assemble(written)])),
    });
  }

  markSaved(id: string): Promise<void> {
    const kept = this.#kept.get(id);
    if (kept !== undefined) kept.isSaved = true;
    return Promise.resolve();
  }

  remove(id: string): Promise<void> {
    this.#kept.delete(id);
    return Promise.resolve();
  }
}

function bytesOf({ pieces }: Kept): number {
  return pieces.reduce((sum, { data }) => sum + data.size, 0);
}

/** What was written later lies over what was written before. */
function assemble(written: readonly { data: Uint8Array; position: number }[]) {
  const size = written.reduce(
    (end, { data, position }) => Math.max(end, position + data.length),
    0,
  );
  const whole = new Uint8Array(size);
  for (const { data, position } of written) whole.set(data, position);
  return whole;
}
