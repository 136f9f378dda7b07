/** Exact comparison of decimals written as text, which binary floating point would blur. */

const PLACES = 12;
const SHAPE = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/** The decimal as an integer scaled by 10^12, or null when the text is no decimal. */
export function scaled(raw: unknown): bigint | null {
  const text = typeof raw === "number" ? plain(raw) : typeof raw === "string" ? raw.trim() : "";
  const match = SHAPE.exec(text);
  if (!match || (!match[2] && !match[3])) return null;
  const fraction = (match[3] ?? "").padEnd(PLACES, "0").slice(0, PLACES);
  const value = BigInt(`${match[2] || "0"}${fraction}`);
  return match[1] === "-" ? -value : value;
}

/** The scaled integer as the shortest decimal text. */
export function unscaled(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(PLACES + 1, "0");
  const fraction = digits.slice(-PLACES).replace(/0+$/, "");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -PLACES)}${fraction ? `.${fraction}` : ""}`;
}

function plain(value: number): string {
  return Number.isFinite(value) ? value.toFixed(PLACES) : "";
}
