import { fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";

import type { MapTiles } from "../../lib/api/session";
import { AppPlaceProvider } from "../../lib/app-context";
import { startTexts } from "../../lib/i18n";
import { faults } from "../../test/render-app";
import { field, MODEL } from "../../test/sample-model";
import { SESSION } from "../../test/server";
import { controlOf } from "../registry";

const TILES: MapTiles = {
  tiles: "https://tiles.example.com/{z}/{x}/{y}.png",
  attribution: "© <b>Example</b>",
  datum: "wgs84",
};
const LAKE = { latitude: "30.241000", longitude: "120.150000", label: "西湖" };
const control = controlOf("location");
const spot = field("spot", "location", "位置");

function InApp({ map, children }: { map: MapTiles | null; children: React.ReactNode }) {
  const place = { workspace: "main", app: "sales", model: MODEL, session: { ...SESSION, map } };
  return <AppPlaceProvider value={place}>{children}</AppPlaceProvider>;
}

/** The control as a form holds it; the value is told beside it. */
function Form({ start }: { start: unknown }) {
  const [value, setValue] = useState(start);
  return (
    <div role="group" aria-label="位置">
      <control.Input
        field={spot}
        value={value}
        values={{}}
        entity="company"
        id="spot"
        labelId="spot-label"
        controls={controlOf}
        onChange={setValue}
      />
      <output>{JSON.stringify(value)}</output>
    </div>
  );
}

async function openForm(start: unknown, map: MapTiles | null = TILES) {
  await startTexts("zh-CN");
  const shown = render(
    <InApp map={map}>
      <Form start={start} />
    </InApp>,
  );
  return { ...shown, person: userEvent.setup() };
}

async function openMap(start: unknown, map: MapTiles = TILES) {
  const { person } = await openForm(start, map);
  await person.click(screen.getByRole("button", { name: "在地图上选" }));
  const dialog = await screen.findByRole("dialog", { name: "在地图上选" });
  const canvas = await within(dialog).findByRole("application");
  return { person, dialog, canvas };
}

function value(): { latitude: string; longitude: string; label?: string } {
  return JSON.parse(document.querySelector("output")?.textContent ?? "null") as never;
}

test("without a tile server nothing is drawn and nothing to draw is offered", async () => {
  await openForm(LAKE, null);
  expect(screen.queryByRole("button", { name: "在地图上选" })).not.toBeInTheDocument();
  render(
    <InApp map={null}>
      <control.Show field={spot} value={LAKE} compact={false} controls={controlOf} />
    </InApp>,
  );
  expect(document.querySelector(".small-map")).toBeNull();
});

test("a place is chosen by keys: arrows move the map, Enter takes its middle and the name stays", async () => {
  const { canvas } = await openMap(LAKE);
  canvas.focus();
  fireEvent.keyDown(canvas, { key: "ArrowRight" });
  fireEvent.keyDown(canvas, { key: "ArrowUp" });
  fireEvent.keyDown(canvas, { key: "+" });
  fireEvent.keyDown(canvas, { key: "Enter" });
  await waitFor(() => expect(value()).not.toEqual(LAKE));
  const { latitude, longitude, label } = value();
  expect(Number(latitude)).toBeGreaterThan(30.2411);
  expect(Number(longitude)).toBeGreaterThan(120.1505);
  expect(Number(longitude)).toBeLessThan(120.16);
  expect(label).toBe("西湖");
  expect(screen.queryByRole("application")).not.toBeInTheDocument();
});

test("a place that was only looked at stays as it was, to the last decimal, in either layout", async () => {
  const { person, dialog } = await openMap(LAKE, { ...TILES, datum: "gcj02" });
  await person.click(within(dialog).getByRole("button", { name: "放大" }));
  await person.click(within(dialog).getByRole("button", { name: "用这个位置" }));
  expect(value()).toEqual(LAKE);
});

test("a map laid out as those of mainland China are is moved back for what is kept", async () => {
  const { canvas } = await openMap(LAKE, { ...TILES, datum: "gcj02" });
  fireEvent.keyDown(canvas, { key: "ArrowRight" });
  fireEvent.keyDown(canvas, { key: "ArrowLeft" });
  fireEvent.keyDown(canvas, { key: "Enter" });
  await waitFor(() => expect(screen.queryByRole("application")).not.toBeInTheDocument());
  // Less than a pixel off, where the two layouts are half a kilometre apart.
  expect(Math.abs(Number(value().latitude) - 30.241)).toBeLessThan(0.000_05);
  expect(Math.abs(Number(value().longitude) - 120.15)).toBeLessThan(0.000_05);
});

test("nothing is taken before anybody has chosen: the map opens somewhere", async () => {
  const { dialog, canvas } = await openMap(null);
  const take = within(dialog).getByRole("button", { name: "用这个位置" });
  expect(take).toBeDisabled();
  fireEvent.keyDown(canvas, { key: "+" });
  fireEvent.keyDown(canvas, { key: "Enter" });
  expect(take).toBeDisabled();
  fireEvent.keyDown(canvas, { key: "ArrowDown" });
  await waitFor(() => expect(take).toBeEnabled());
});

test("what is typed as attribution is text, and axe finds nothing wrong with the dialog", async () => {
  const { dialog } = await openMap(LAKE);
  expect(within(dialog).getByText("© <b>Example</b>")).toBeInTheDocument();
  expect(await faults(dialog)).toEqual([]);
});

test("keys of the dialog are no keys of the cell or form that it stands over, and Escape closes it alone", async () => {
  await startTexts("zh-CN");
  const pressed = vi.fn();
  render(
    <InApp map={TILES}>
      <div onKeyDown={pressed} onClick={pressed}>
        <Form start={LAKE} />
      </div>
    </InApp>,
  );
  fireEvent.keyDown(screen.getByRole("textbox", { name: "地点名称" }), { key: "Enter" });
  fireEvent.click(screen.getByRole("button", { name: "在地图上选" }));
  expect(pressed).toHaveBeenCalledTimes(2);
  const nearer = await screen.findByRole("button", { name: "放大" });
  for (const key of ["Enter", "Tab", "ArrowDown"]) fireEvent.keyDown(nearer, { key });
  fireEvent.click(nearer);
  fireEvent.keyDown(nearer, { key: "Escape" });
  await waitFor(() => expect(screen.queryByRole("application")).not.toBeInTheDocument());
  expect(pressed).toHaveBeenCalledTimes(2);
  expect(value()).toEqual(LAKE);
});

test("pieces that fail are told of in a quiet line", async () => {
  const { dialog } = await openMap(LAKE);
  await waitFor(() => expect(dialog.querySelector("img.leaflet-tile")).not.toBeNull());
  for (const piece of dialog.querySelectorAll("img.leaflet-tile")) fireEvent.error(piece);
  expect(await within(dialog).findByText("地图暂时加载不了，经纬度仍可直接填写")).toBeInTheDocument();
});

test("a record shows the place on a small map, a list does not", async () => {
  await startTexts("zh-CN");
  const { rerender } = render(
    <InApp map={TILES}>
      <control.Show field={spot} value={LAKE} compact controls={controlOf} />
    </InApp>,
  );
  expect(document.querySelector(".small-map")).toBeNull();
  rerender(
    <InApp map={TILES}>
      <control.Show field={spot} value={LAKE} compact={false} controls={controlOf} />
    </InApp>,
  );
  expect(await screen.findByRole("img", { name: "西湖附近的地图" })).toBeInTheDocument();
  const piece = document.querySelector<HTMLImageElement>("img.leaflet-tile");
  expect(piece?.src).toMatch(/^https:\/\/tiles\.example\.com\/15\/\d+\/\d+\.png$/);
  expect(piece?.referrerPolicy).toBe("strict-origin");
  rerender(
    <InApp map={TILES}>
      <control.Show field={spot} value={{ label: "某处" }} compact={false} controls={controlOf} />
    </InApp>,
  );
  expect(document.querySelector(".small-map")).toBeNull();
});
