/** Stores recordings in memory, for as long as the page lives, in browsers without private files. */
import { byStretch, lengthOf, type Piece } from "./pieces.ts";
import type { Recording } from "./states.ts";
import type { Output, RecordingInfo, RecordingStore, RecordingWriter, Stretch } from "./store.ts";

/** In bytes, for all recordings. */
const MAX_BYTES = 1_000_000_000;

interface Stored {
  readonly info: RecordingInfo;
  readonly pieces: (Piece & { readonly data: Blob })[];
  isClosed: boolean;
  isSaved: boolean;
}

export class MemoryStore implements RecordingStore {
  readonly outlivesPage = false;
  readonly #recordings = new Map<string, Stored>();

  constructor(readonly maxBytes = MAX_BYTES) {}

  create(info: RecordingInfo): Promise<RecordingWriter> {
    const stored: Stored = { info, pieces: [], isClosed: false, isSaved: false };
    this.#recordings.set(crypto.randomUUID(), stored);
    return Promise.resolve({
      append: (at, end, data) => {
        const bytes = [...this.#recordings.values()].reduce((sum, each) => sum + bytesOf(each), 0);
        if (bytes + data.size > this.maxBytes) {
          return Promise.reject(new DOMException("Memory is full", "QuotaExceededError"));
        }
        stored.pieces.push({ at, end, data });
        return Promise.resolve();
      },
      close: () => void (stored.isClosed = true),
    });
  }

  list(): Promise<Recording[]> {
    const closed = [...this.#recordings].filter(([, stored]) =>
      stored.isClosed && bytesOf(stored) > 0
    );
    const recordings = closed.map(([id, stored]) => ({
      id,
      ...stored.info,
      length: lengthOf(stored.pieces),
      bytes: bytesOf(stored),
      saved: stored.isSaved,
    }));
    return Promise.resolve(recordings.sort((one, other) => other.began - one.began));
  }

  read(id: string): Promise<Stretch[]> {
    const stretches = byStretch(this.#recordings.get(id)?.pieces ?? []);
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
    const stored = this.#recordings.get(id);
    if (stored !== undefined) stored.isSaved = true;
    return Promise.resolve();
  }

  remove(id: string): Promise<void> {
    this.#recordings.delete(id);
    return Promise.resolve();
  }
}

function bytesOf({ pieces }: Stored): number {
  return pieces.reduce((sum, { data }) => sum + data.size, 0);
}

/** Later writes overwrite earlier ones. */
function assemble(written: readonly { data: Uint8Array; position: number }[]) {
  const size = written.reduce(
    (end, { data, position }) => Math.max(end, position + data.length),
    0,
  );
  const whole = new Uint8Array(size);
  for (const { data, position } of written) whole.set(data, position);
  return whole;
}
