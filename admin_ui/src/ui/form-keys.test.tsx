import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { Select } from "antd";
import { beforeEach, expect, test, vi } from "vitest";

import { beginIn, formKeys } from "./form-keys";

beforeEach(() => {
  document.body.innerHTML = "<div><input id='first'><input id='second'></div>";
});

const form = () => document.querySelector("div");
const field = (id: string) => document.getElementById(id);

test("a form that has opened puts the cursor into its first field", () => {
  beginIn(form());
  expect(field("first")).toHaveFocus();
});

test("whoever was quicker keeps the cursor where it is", () => {
  field("second")?.focus();
  beginIn(form());
  expect(field("second")).toHaveFocus();
});

test("Ctrl with Enter saves from a list too, which stays closed; Enter alone opens it", async () => {
  const save = vi.fn();
  const person = userEvent.setup();
  render(
    <div {...formKeys(save, true)}>
      <Select aria-label="reason" options={[{ value: "a" }]} />
    </div>,
  );
  const list = screen.getByRole("combobox");
  list.focus();
  await person.keyboard("{Control>}{Enter}{/Control}");
  await vi.waitFor(() => expect(save).toHaveBeenCalledTimes(1));
  expect(list).toHaveFocus();
  expect(list).toHaveAttribute("aria-expanded", "false");
  await person.keyboard("{Enter}");
  expect(list).toHaveAttribute("aria-expanded", "true");
  expect(save).toHaveBeenCalledTimes(1);
});
