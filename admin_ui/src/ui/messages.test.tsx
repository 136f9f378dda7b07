import { act, fireEvent, render, screen } from "@testing-library/react";
import { useEffect } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { Messages } from "./messages";
import { useMessage, type MessageApi } from "./use-message";

let message: MessageApi;

function Page({ onApi }: { onApi: (api: MessageApi) => void }) {
  const api = useMessage();
  useEffect(() => {
    onApi(api);
  }, [api, onApi]);
  return <button type="button">before</button>;
}

beforeEach(() => {
  vi.useFakeTimers();
  render(
    <Messages>
      <Page onApi={(api) => (message = api)} />
    </Messages>,
  );
});
afterEach(() => vi.useRealTimers());

const offer = <button type="button">undo</button>;

function say(say: () => void): void {
  act(say);
}

/** In small steps: what follows from a time that is over is drawn before the next one. */
function wait(ms: number): void {
  for (let gone = 0; gone < ms; gone += 100) act(() => void vi.advanceTimersByTime(100));
}

function placeOf(text: string): string {
  return (screen.getByText(text).closest("[role=alert]") as HTMLElement).style.getPropertyValue("--place");
}

test("a message goes when its time is over, and says so", () => {
  const onEnd = vi.fn();
  say(() => message.open({ type: "success", content: "done", duration: 3, onEnd }));
  wait(2_900);
  expect(screen.getByText("done")).toBeInTheDocument();
  wait(400);
  expect(screen.queryByText("done")).not.toBeInTheDocument();
  expect(onEnd).toHaveBeenCalledTimes(1);
});

test("a message stands where it came, whatever comes and goes beside it", () => {
  say(() => message.success("first"));
  say(() => message.open({ type: "success", content: "second", duration: 10 }));
  const [first, second] = [placeOf("first"), placeOf("second")];
  expect(first).not.toBe(second);
  say(() => message.success("third"));
  expect([placeOf("first"), placeOf("second")]).toEqual([first, second]);
  wait(5_000);
  expect(screen.queryByText("first")).not.toBeInTheDocument();
  expect(placeOf("second")).toBe(second);
  say(() => message.success("fourth"));
  expect(placeOf("fourth")).toBe(first);
  expect(placeOf("second")).toBe(second);
});

test("nothing goes while the pointer is at a message, nor at once when it leaves", () => {
  say(() => message.success("other"));
  say(() => message.open({ type: "success", content: "mine", duration: 10 }));
  wait(2_900);
  fireEvent.pointerEnter(screen.getByText("mine").closest("[role=alert]") as Element);
  wait(60_000);
  expect(screen.getByText("mine")).toBeInTheDocument();
  expect(screen.getByText("other")).toBeInTheDocument();
  fireEvent.pointerLeave(screen.getByText("mine").closest("[role=alert]") as Element);
  wait(900);
  expect(screen.getByText("other")).toBeInTheDocument();
  wait(20_000);
  expect(screen.queryByText("mine")).not.toBeInTheDocument();
  expect(screen.queryByText("other")).not.toBeInTheDocument();
});

test("nothing goes while the keyboard is at a message; afterwards it is back where it came from", () => {
  screen.getByText("before").focus();
  say(() => message.open({ key: "one", type: "success", content: offer, duration: 10 }));
  act(() => screen.getByText("undo").focus());
  wait(60_000);
  expect(screen.getByText("undo")).toHaveFocus();
  say(() => message.open({ key: "one", type: "success", content: "undone" }));
  expect(screen.getByText("before")).toHaveFocus();
  wait(5_000);
  expect(screen.queryByText("undone")).not.toBeInTheDocument();
});

test("a message that is taken away under the pointer holds the others no longer", () => {
  say(() => message.open({ key: "one", type: "loading", content: "running", duration: 0 }));
  say(() => message.success("other"));
  fireEvent.pointerEnter(screen.getByText("running").closest("[role=alert]") as Element);
  say(() => message.close("one"));
  wait(4_000);
  expect(screen.queryByText("running")).not.toBeInTheDocument();
  expect(screen.queryByText("other")).not.toBeInTheDocument();
});

test("what is said under the same key takes the place of the first and has a time of its own", () => {
  say(() => message.open({ key: "one", type: "loading", content: "running", duration: 0 }));
  const place = placeOf("running");
  wait(60_000);
  say(() => message.open({ key: "one", type: "success", content: "done" }));
  expect(screen.queryByText("running")).not.toBeInTheDocument();
  expect(placeOf("done")).toBe(place);
  wait(3_200);
  expect(screen.queryByText("done")).not.toBeInTheDocument();
});
