/** A person as a round initial, with the name beside it or as its title. */

interface AvatarProps {
  name: string;
  large?: boolean;
}

/** 陈晓 → 陈, Peter Zhang → P. */
export function initialOf(name: string): string {
  return Array.from(name.trim())[0]?.toUpperCase() ?? "?";
}

export function Avatar({ name, large = false }: AvatarProps) {
  return (
    <span className={large ? "avatar large" : "avatar"} aria-hidden="true">
      {initialOf(name)}
    </span>
  );
}
