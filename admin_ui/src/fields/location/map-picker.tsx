/** A dialog with a map: its middle, under the pin, is the place that is chosen. */

import { Button, Drawer, Modal } from "antd";
import { LocateFixed, Minus, Plus } from "lucide-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { MapTiles } from "../../lib/api/session";
import { useIsPhone } from "../../ui/use-is-phone";
import { written, type Location } from "./coordinates";
import type { Position } from "./datum";
import type { DrawnMap } from "./drawn-map";
import { MapCanvas } from "./map-canvas";
import { useMyPosition } from "./use-my-position";

interface MapPickerProps {
  source: MapTiles;
  /** What was chosen before, where it has both coordinates. */
  at: Position | null;
  onTake: (place: Location) => void;
  onClose: () => void;
}

const STREETS = 15;
/** Where the map opens for readers of a language who have chosen nothing yet. */
const HOMES: Readonly<Record<string, { at: Position; zoom: number }>> = {
  "zh-CN": { at: { latitude: 35, longitude: 105 }, zoom: 4 },
  "zh-TW": { at: { latitude: 23.7, longitude: 121 }, zoom: 7 },
};
const WORLD = { at: { latitude: 25, longitude: 10 }, zoom: 2 };

export default function MapPicker({ source, at, onTake, onClose }: MapPickerProps) {
  const { t, i18n } = useTranslation();
  const phone = useIsPhone();
  const frame = useRef<HTMLDivElement>(null);
  const map = useRef<DrawnMap>(null);
  const [middle, setMiddle] = useState(at);
  const mine = useMyPosition((found) => map.current?.goTo(found));
  const home = at ? { at, zoom: STREETS } : (HOMES[i18n.language] ?? WORLD);
  function take() {
    if (middle) onTake(written(middle));
  }
  const body = (
    <div ref={frame} className={phone ? "map-picker whole" : "map-picker"}>
      <MapCanvas
        source={source}
        start={home.at}
        zoom={home.zoom}
        label={t("location.keys")}
        hand={{ onDrawn: (drawn) => (map.current = drawn), onMove: setMiddle, onTake: take }}
      >
        <div className="map-tools">
          <Button
            icon={<Plus size={16} aria-hidden="true" />}
            aria-label={t("location.nearer")}
            title={t("location.nearer")}
            onClick={() => map.current?.zoom(1)}
          />
          <Button
            icon={<Minus size={16} aria-hidden="true" />}
            aria-label={t("location.farther")}
            title={t("location.farther")}
            onClick={() => map.current?.zoom(-1)}
          />
          {mine.possible ? (
            <Button
              icon={<LocateFixed size={16} aria-hidden="true" />}
              aria-label={t("location.mine")}
              title={t("location.mine")}
              loading={mine.state === "finding"}
              onClick={mine.find}
            />
          ) : null}
        </div>
      </MapCanvas>
    </div>
  );
  const said =
    mine.state === "refused" ? t("location.refused") : middle ? textOf(middle) : t("location.move");
  const footer = (
    <div className={phone ? "row-line wrap-line map-foot" : "row-line"}>
      <span className="map-position muted small numeric" role="status">
        {said}
      </span>
      <Button onClick={onClose}>{t("action.cancel")}</Button>
      <Button type="primary" disabled={middle === null} onClick={take}>
        {t("location.take")}
      </Button>
    </div>
  );
  const shared = {
    open: true,
    title: t("location.choose"),
    footer,
    // Its keys work at once.
    afterOpenChange: (shown: boolean) => {
      if (shown) frame.current?.querySelector<HTMLElement>(".map-canvas")?.focus({ preventScroll: true });
    },
  };
  return phone ? (
    <Drawer {...shared} placement="bottom" size="100%" onClose={onClose}>
      {body}
    </Drawer>
  ) : (
    <Modal {...shared} width={760} onCancel={onClose}>
      {body}
    </Modal>
  );
}

function textOf(at: Position): string {
  const { latitude, longitude } = written(at);
  return `${latitude}, ${longitude}`;
}
