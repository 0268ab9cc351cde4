/** The names of a recording's pieces: all that must be known of them, so that nothing else has to be kept in step. */

/** When the stretch began that a piece belongs to, and when the piece came: milliseconds of the recording. */
export interface Piece {
  readonly at: number;
  readonly end: number;
}

export function pieceName({ at, end }: Piece): string {
  return `${at}-${end}`;
}

/** Null for a file that is something else. */
export function parsePieceName(name: string): Piece | null {
  const [, at, end] = /^(\d+)-(\d+)$/.exec(name) ?? [];
  return at === undefined || end === undefined ? null : { at: Number(at), end: Number(end) };
}

/** The pieces of each stretch, all in the order in which they came. */
export function byStretch<T extends Piece>(pieces: readonly T[]): Map<number, T[]> {
  const stretches = new Map<number, T[]>();
  for (const piece of [...pieces].sort((one, other) => one.at - other.at || one.end - other.end)) {
    const stretch = stretches.get(piece.at);
    if (stretch === undefined) stretches.set(piece.at, [piece]);
    else stretch.push(piece);
  }
  return stretches;
}

/** How long a recording is that has these pieces, in milliseconds. */
export function lengthOf(pieces: readonly Piece[]): number {
  return pieces.reduce((length, { end }) => Math.max(length, end), 0);
}
