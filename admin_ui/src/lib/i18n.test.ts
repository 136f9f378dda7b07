import { expect, test } from "vitest";

import { i18n, startTexts } from "./i18n";

test("counts stand with marks between their thousands", async () => {
  await startTexts("zh-CN");
  expect(i18n.t("import.preview.create", { count: 12000 })).toBe("新建 12,000");
});
