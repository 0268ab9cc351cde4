/** The file names of a recording's pieces. They contain all data about a piece, so that there is no index to update. */

/** Times are in milliseconds of the recording. */
export interface Piece {
  /** When its stretch began. */
  readonly at: number;
  /** When the piece came. */
  readonly end: number;
}

export function pieceName({ at, end }: Piece): string {
  return `${at}-${end}`;
}

/** Null: the file is not a piece. */
export function parsePieceName(name: string): Piece | null {
  const [, at, end] = /^(\d+)-(\d+)$/.exec(name) ?? [];
  return at === undefined || end === undefined ? null : { at: Number(at), end: Number(end) };
}

/** The pieces of each stretch, in order of time. */
export function byStretch<T extends Piece>(pieces: readonly T[]): Map<number, T[]> {
  const stretches = new Map<number, T[]>();
  for (const piece of [...pieces].sort((one, other) => one.at - other.at || one.end - other.end)) {
    const stretch = stretches.get(piece.at);
    if (stretch === undefined) stretches.set(piece.at, [piece]);
    else stretch.push(piece);
  }
  return stretches;
}

/** The length of a recording with these pieces, in milliseconds. */
export function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((length, { end }) => Math.max(length, end), 0);
}
