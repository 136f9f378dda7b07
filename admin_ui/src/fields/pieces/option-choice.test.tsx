import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeAll, expect, test } from "vitest";

import { startTexts } from "../../lib/i18n";
import { field } from "../../test/sample-model";
import { controlOf } from "../registry";

let given: unknown;

function Box() {
  const [value, setValue] = useState<unknown>(null);
  const control = controlOf("multi_select");
  const options = ["价格", "服务"].map((label) => ({ name: label, label: { "zh-CN": label } }));
  return (
    <>
      <span id="why">因素</span>
      <control.Input
        field={field("why", "multi_select", "因素", { options })}
        value={value}
        values={{}}
        entity="company"
        id="box"
        labelId="why"
        controls={controlOf}
        onChange={(next) => {
          given = next;
          setValue(next);
        }}
      />
    </>
  );
}

beforeAll(async () => {
  await startTexts("zh-CN");
});

test("Tab leaves an open list with what was chosen in it", async () => {
  const person = userEvent.setup();
  render(<Box />);
  const box = screen.getByRole("combobox", { name: "因素" });
  await person.click(box);
  const [, listed] = await screen.findAllByText("服务");
  await person.click(listed as HTMLElement);
  expect(given).toEqual(["服务"]);
  await person.tab();
  expect(given).toEqual(["服务"]);
  expect(box).not.toHaveFocus();
  expect(box).toHaveAttribute("aria-expanded", "false");
  await person.click(box);
  const [, other] = await screen.findAllByText("价格");
  await person.click(other as HTMLElement);
  expect(given).toEqual(["服务", "价格"]);
});
