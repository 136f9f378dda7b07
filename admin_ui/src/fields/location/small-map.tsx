/** A place as a small picture of the map around it. */

import { useTranslation } from "react-i18next";

import type { MapTiles } from "../../lib/api/session";
import type { Position } from "./datum";
import { MapCanvas } from "./map-canvas";

const STREETS = 15;

export default function SmallMap({ source, at, name }: { source: MapTiles; at: Position; name: string }) {
  const { t } = useTranslation();
  const label = t("location.around", { name });
  // A picture is drawn once: another place is another picture.
  return (
    <MapCanvas
      key={`${at.latitude} ${at.longitude}`}
      source={source}
      start={at}
      zoom={STREETS}
      label={label}
    />
  );
}
