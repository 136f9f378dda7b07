import dayjs from "dayjs";
import "dayjs/locale/zh-tw";
import "dayjs/locale/zh-cn";
import localeData from "dayjs/plugin/localeData";
import { expect, test } from "vitest";

import { setWeekStart } from "./week-start";

dayjs.extend(localeData);

test.each([
  [1, 1],
  [6, 6],
  [7, 0],
])("a week that begins with day %i begins so in every language", (day, first) => {
  setWeekStart(day);
  for (const locale of ["en", "zh-cn", "zh-tw"])
    expect(dayjs().locale(locale).localeData().firstDayOfWeek()).toBe(first);
});
