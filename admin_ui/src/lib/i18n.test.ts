import { expect, test } from "vitest";

import { i18n, startTexts } from "./i18n";

test("counts stand with marks between their thousands", async () => {
  await startTexts("zh-CN");
  expect(i18n.t("import.preview.create", { count: 12000 })).toBe("新建 12,000");
});

test("a stage that was left on the day it was entered is not told as zero days", async () => {
  await startTexts("zh-CN");
  expect(i18n.t("stage.stood", { count: 0 })).toBe("当天");
  expect(i18n.t("stage.stood", { count: 3 })).toBe("3 天");
});
