/** Members named in a comment: `@[12]` where it is kept, `@陈晓` where people read and write it. */

export interface Named {
  id: number;
  label: string;
}

export type Piece = { text: string } | { person: Named };

/** A text in pieces: plain ones, and those that name a member. */
export function piecesOf(text: string, mentions: readonly Named[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const found of text.matchAll(/@\[(\d{1,16})\]/g)) {
    const person = mentions.find(({ id }) => id === Number(found[1]));
    if (!person) continue;
    if (found.index > at) pieces.push({ text: text.slice(at, found.index) });
    pieces.push({ person });
    at = found.index + found[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at) });
  return pieces;
}

/** What is typed when a comment is changed. */
export function typedOf(text: string, mentions: readonly Named[]): string {
  return piecesOf(text, mentions)
    .map((piece) => ("person" in piece ? `@${piece.person.label}` : piece.text))
    .join("");
}

/** What is kept of a typed text, in which `known` people may be named; of two names the longer one is meant. */
export function keptOf(typed: string, known: readonly Named[]): string {
  const longest = [...known].sort((one, other) => other.label.length - one.label.length);
  let kept = "";
  let at = 0;
  while (at < typed.length) {
    const here = at;
    const person =
      typed[here] === "@"
        ? longest.find(({ label }) => label && typed.startsWith(label, here + 1))
        : undefined;
    kept += person ? `@[${person.id}]` : (typed[at] ?? "");
    at += person ? person.label.length + 1 : 1;
  }
  return kept;
}
