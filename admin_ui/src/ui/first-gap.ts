/** Where something fits between what stands in a line already. */

export interface Taken {
  from: number;
  height: number;
}

const BETWEEN = 8;

/** Return where it begins: where it stands if nothing is in its way there, else the first gap that is high enough. */
export function firstGap(taken: readonly Taken[], height: number, stands?: number): number {
  const free = (place: number) =>
    taken.every(
      ({ from, height: other }) => place + height + BETWEEN <= from || from + other + BETWEEN <= place,
    );
  if (stands !== undefined && free(stands)) return stands;
  const places = [0, ...taken.map(({ from, height: other }) => from + other + BETWEEN)];
  return Math.min(...places.filter(free));
}
