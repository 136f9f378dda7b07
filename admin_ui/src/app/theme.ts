/** The visual language as Ant Design tokens, so that no screen sets its own colours. */

import { theme, type ThemeConfig } from "antd";

import { PALETTES, type ThemeName } from "../ui/palette";

/** Under the pointer: the derived ones are too light, or in the dark too dark, for the text that they are or carry. */
const ACCENT_HOVER: Readonly<Record<ThemeName, string>> = { light: "#2c49b8", dark: "#9db0ff" };

/**
 * Who wants no motion gets none: an animation that takes no time still shows its first step, with a dialog as small as
 * a stamp for a moment, and what was pressed just then was somewhere else when the press ended.
 */
export function themeOf(name: ThemeName, motion: boolean): ThemeConfig {
  const palette = PALETTES[name];
  return {
    algorithm: name === "dark" ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      motion,
      colorPrimary: palette.accent,
      colorLink: palette.accent,
      colorLinkHover: ACCENT_HOVER[name],
      colorLinkActive: ACCENT_HOVER[name],
      colorSuccess: palette.ok,
      colorWarning: palette.warn,
      colorError: palette.bad,
      colorInfo: palette.accent,
      colorBgLayout: palette.bg,
      colorBgContainer: palette.surface,
      colorBgElevated: palette.surface,
      colorText: palette.text,
      colorTextSecondary: palette["text-2"],
      colorTextTertiary: palette["text-3"],
      colorTextPlaceholder: palette["text-3"],
      colorTextDescription: palette["text-2"],
      colorBorder: palette["line-strong"],
      colorBorderSecondary: palette.line,
      colorTextLightSolid: name === "dark" ? palette.bg : "#ffffff",
      borderRadius: 8,
      controlHeight: 32,
      fontSize: 14,
      fontFamily: "var(--font)",
      motionDurationMid: "0.15s",
      motionDurationSlow: "0.2s",
    },
    components: {
      Button: {
        primaryShadow: "none",
        defaultShadow: "none",
        fontWeight: 450,
        ...(name === "light" ? { colorPrimaryHover: ACCENT_HOVER.light } : {}),
      },
      Tooltip: { colorBgSpotlight: name === "dark" ? "#353d4a" : "#1b1f27", colorTextLightSolid: "#ffffff" },
    },
  };
}

const STORED = "formloom.theme";

/** The theme chosen on this device, else the one the system prefers. */
export function preferredTheme(): ThemeName {
  const stored = window.localStorage.getItem(STORED);
  if (stored === "light" || stored === "dark") return stored;
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

export function rememberTheme(name: ThemeName): void {
  window.localStorage.setItem(STORED, name);
}
