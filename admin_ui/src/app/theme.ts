import type { ThemeConfig } from "antd";

/** The visual language as Ant Design tokens, so that no screen sets its own colours. */
export const THEME: ThemeConfig = {
  token: {
    colorPrimary: "#3557d6",
    borderRadius: 8,
    controlHeight: 32,
    fontSize: 14,
    fontFamily: "var(--font)",
  },
};
