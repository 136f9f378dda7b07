/** The guide in 简体中文: its texts, and where its pictures lie. One language is loaded at a time. */

import type { GuideFiles } from "../guide-texts";

export const files: GuideFiles = {
  texts: import.meta.glob<string>("../../../../../docs/guide/*.zh-CN.md", {
    query: "?raw",
    import: "default",
    eager: true,
  }),
  pictures: import.meta.glob<string>("../../../../../docs/guide/pictures/zh-CN/*.webp", {
    query: "?url",
    import: "default",
    eager: true,
  }),
};
