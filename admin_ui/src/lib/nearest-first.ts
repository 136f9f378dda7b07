/** The order in which a search offers what it found. */

export interface Choice {
  value: string;
  label: string;
}

/** Choices called just so come before those whose names begin with or merely contain what was typed. */
export function nearestFirst(choices: readonly Choice[], typed: string): Choice[] {
  const folded = typed.trim().toLowerCase();
  const distance = ({ label }: Choice) => {
    const name = label.toLowerCase();
    if (name === folded) return 0;
    return name.startsWith(folded) ? 1 : 2;
  };
  return choices.toSorted((one, other) => distance(one) - distance(other));
}
