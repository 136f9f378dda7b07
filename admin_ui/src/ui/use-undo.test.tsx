import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { fireEvent, render, screen } from "@testing-library/react";
import { beforeAll, expect, test, vi } from "vitest";

import { startTexts } from "../lib/i18n";
import { Messages } from "./messages";
import { useWayBack } from "./use-undo";

function Saves({ back }: { back: (which: string) => Promise<boolean> }) {
  const offer = useWayBack();
  return ["甲", "乙", "丙"].map((name) => (
    <button key={name} type="button" onClick={() => offer(`已保存“${name}”的电话`, () => back(name))}>
      {name}
    </button>
  ));
}

beforeAll(async () => {
  await startTexts("zh-CN");
});

test("changes in place share one message at the foot, and are taken back one by one, the last first", async () => {
  const back = vi.fn(() => Promise.resolve(true));
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Messages>
        <Saves back={back} />
      </Messages>
    </QueryClientProvider>,
  );
  for (const name of ["甲", "乙", "丙"]) fireEvent.click(screen.getByRole("button", { name }));
  const [only, ...others] = screen.getAllByRole("alert");
  expect(others).toEqual([]);
  expect(only).toHaveClass("low");
  expect(only).toHaveTextContent("已保存“丙”的电话");
  fireEvent.click(screen.getByRole("button", { name: "撤销（3 处可撤）" }));
  expect(await screen.findByRole("button", { name: "撤销（2 处可撤）" })).toBeInTheDocument();
  fireEvent.keyDown(document.body, { key: "z", ctrlKey: true });
  expect(await screen.findByRole("button", { name: "撤销" })).toBeInTheDocument();
  expect(back.mock.calls).toEqual([["丙"], ["乙"]]);
});
