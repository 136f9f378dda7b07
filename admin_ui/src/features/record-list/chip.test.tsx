import { render, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";

import { onAPhone } from "../../test/on-a-phone";
import { Chip } from "./chip";

function shown() {
  render(
    <Chip text="来源" label="快速筛选：来源">
      {(close) => (
        <button type="button" onClick={close}>
          好了
        </button>
      )}
    </Chip>,
  );
  return userEvent.setup();
}

test("a chip opens its panel under it, and the panel can close itself", async () => {
  const person = shown();
  const chip = screen.getByRole("button", { name: "快速筛选：来源" });
  await person.click(chip);
  expect(await screen.findByRole("dialog", { name: "快速筛选：来源" })).toBeInTheDocument();
  expect(chip).toHaveAttribute("aria-expanded", "true");
  await person.click(screen.getByRole("button", { name: "好了" }));
  await waitFor(() => expect(chip).toHaveAttribute("aria-expanded", "false"));
});

test("on a phone the panel stands at the foot of the screen, where all of it is in sight", async () => {
  onAPhone();
  const person = shown();
  const chip = screen.getByRole("button", { name: "快速筛选：来源" });
  await person.click(chip);
  const panel = await screen.findByRole("dialog", { name: "快速筛选：来源" });
  expect(panel.closest(".ant-drawer-bottom")).not.toBeNull();
  await person.click(screen.getByRole("button", { name: "好了" }));
  await waitFor(() => expect(chip).toHaveAttribute("aria-expanded", "false"));
});
