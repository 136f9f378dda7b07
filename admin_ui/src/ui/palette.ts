/** The colours of the product, light and dark: the one home of every colour, contrast 4.5:1 or more for text. */

export type ThemeName = "light" | "dark";

const LIGHT = {
  accent: "#3557d6",
  "accent-weak": "#eef2ff",
  "accent-line": "#c7d2fe",
  bg: "#f6f7f9",
  surface: "#ffffff",
  line: "#e6e8ec",
  "line-strong": "#d3d7de",
  text: "#1b1f27",
  "text-2": "#5b6472",
  "text-3": "#656e7d",
  ok: "#147a4b",
  "ok-weak": "#e6f6ee",
  warn: "#8a5a10",
  "warn-weak": "#fdf3df",
  bad: "#b93030",
  "bad-weak": "#fdecec",
  info: "#1f6899",
  "info-weak": "#e8f3fb",
  shadow: "0 1px 2px rgba(16,24,40,.05),0 8px 24px rgba(16,24,40,.06)",
};

const DARK: Record<keyof typeof LIGHT, string> = {
  accent: "#7c96ff",
  "accent-weak": "#1d2540",
  "accent-line": "#33427a",
  bg: "#0f1217",
  surface: "#171b22",
  line: "#262c36",
  "line-strong": "#353d4a",
  text: "#e8ebf0",
  "text-2": "#a3adbb",
  "text-3": "#8d98a8",
  ok: "#46c48a",
  "ok-weak": "#12291f",
  warn: "#e0ab4f",
  "warn-weak": "#2b2314",
  bad: "#f07b7b",
  "bad-weak": "#2f1919",
  info: "#69b1e6",
  "info-weak": "#14242f",
  shadow: "0 8px 24px rgba(0,0,0,.4)",
};

export const PALETTES: Record<ThemeName, typeof LIGHT> = { light: LIGHT, dark: DARK };

/** Colours that options, tags and stages may name. */
export const NAMED_COLORS: Readonly<Record<string, string>> = {
  gray: "#6b7280",
  red: "#d64545",
  orange: "#d9701f",
  amber: "#c0861a",
  green: "#1f9d63",
  teal: "#14918c",
  blue: "#2a7ab8",
  indigo: "#4a5fd9",
  purple: "#7b5cf0",
  pink: "#cf4a8f",
};

/** The colour that a document names, by name or as #rrggbb. */
export function colorOf(name: string | null | undefined): string | undefined {
  if (!name) return undefined;
  return NAMED_COLORS[name] ?? (/^#[0-9a-f]{6}$/i.test(name) ? name : undefined);
}

/** Give every stylesheet the colours of a theme. */
export function paint(theme: ThemeName): void {
  const root = document.documentElement;
  root.dataset.theme = theme;
  root.style.colorScheme = theme;
  for (const [name, value] of Object.entries(PALETTES[theme])) root.style.setProperty(`--${name}`, value);
}
