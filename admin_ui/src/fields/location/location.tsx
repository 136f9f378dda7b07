/** A place on the map: typed, pasted as a pair, chosen on a map or taken from where the person is; opened in a map app. */

import { Button, Input } from "antd";
import { LocateFixed, Map as MapIcon, MapPin } from "lucide-react";
import { lazy, Suspense, useState, type ClipboardEvent, type SyntheticEvent } from "react";
import { useTranslation } from "react-i18next";

import { useMapTiles } from "../../lib/app-context";
import { useIsPhone } from "../../ui/use-is-phone";
import { defineControl, type InputProps } from "../control";
import { HintLine } from "../pieces/hint-line";
import { readParts } from "../pieces/read";
import { isWithin, mapAddress, positionOf, readPair, written, type Location } from "./coordinates";
import { NearMap } from "./near-map";
import { useMyPosition } from "./use-my-position";

const PARTS = ["latitude", "longitude", "label"] as const;

const MapPicker = lazy(() => import("./map-picker"));

function LocationInput({ value, onChange, ...props }: InputProps<Location>) {
  const { t } = useTranslation();
  const disabled = props.disabled ?? false;
  const mine = useMyPosition((at) => onChange({ ...value, ...written(at) }));
  const wrong = !isWithin("latitude", value?.latitude) || !isWithin("longitude", value?.longitude);
  const hintId = `${props.id}-hint`;

  function set(part: keyof Location, text: string) {
    const next: Location = { ...value, [part]: text };
    for (const name of PARTS) if (!next[name]) delete next[name];
    onChange(Object.keys(next).length > 0 ? next : null);
  }
  function paste(event: ClipboardEvent) {
    const place = readPair(event.clipboardData.getData("text/plain"));
    if (!place) return;
    event.preventDefault();
    onChange({ ...value, ...place });
  }
  return (
    <div onPaste={paste}>
      <div className="location-line">
        {PARTS.map((part) => (
          <Input
            key={part}
            id={part === "latitude" ? props.id : `${props.id}-part-${part}`}
            className={`location-${part}`}
            aria-label={t(`part.${part}`)}
            placeholder={t(`part.${part}`)}
            title={part === "label" ? "" : t("location.paste")}
            aria-describedby={hintId}
            value={value?.[part] ?? ""}
            maxLength={part === "label" ? 200 : 20}
            {...(part === "label" ? {} : { inputMode: "decimal" as const })}
            disabled={disabled}
            {...(props.invalid || (wrong && part !== "label") ? { status: "error" as const } : {})}
            onChange={(event) => set(part, event.target.value)}
          />
        ))}
        {mine.possible ? (
          <Button
            icon={<LocateFixed size={15} aria-hidden="true" />}
            loading={mine.state === "finding"}
            disabled={disabled}
            onClick={mine.find}
          >
            {t("location.mine")}
          </Button>
        ) : null}
        <MapChoice value={value} disabled={disabled} onTake={(place) => onChange({ ...value, ...place })} />
      </div>
      <HintLine
        id={hintId}
        hint={
          wrong
            ? (say) => say("hint.coordinate")
            : mine.state === "refused"
              ? (say) => say("location.refused")
              : null
        }
      />
    </div>
  );
}

function stop(event: SyntheticEvent): void {
  event.stopPropagation();
}

/** What is done in the dialog is not done to the cell, the list or the form that it stands over. */
const OF_ITS_OWN = { onClick: stop, onMouseDown: stop, onPointerDown: stop, onCopy: stop, onPaste: stop };

/** A button that opens a map to choose on, where the installation draws maps. */
function MapChoice({ value, disabled, onTake }: MapChoiceProps) {
  const { t } = useTranslation();
  const source = useMapTiles();
  const [open, setOpen] = useState(false);
  if (!source) return null;
  function close() {
    setOpen(false);
  }
  return (
    <>
      <Button
        icon={<MapIcon size={15} aria-hidden="true" />}
        disabled={disabled}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t("location.choose")}
      </Button>
      {open ? (
        <div
          className="map-over"
          {...OF_ITS_OWN}
          onKeyDown={(event) => {
            stop(event);
            if (event.key === "Escape") close();
          }}
        >
          <Suspense fallback={null}>
            <MapPicker
              source={source}
              at={value && positionOf(value)}
              onClose={close}
              onTake={(place) => {
                close();
                onTake(place);
              }}
            />
          </Suspense>
        </div>
      ) : null}
    </>
  );
}

interface MapChoiceProps {
  value: Location | null;
  disabled: boolean;
  onTake: (place: Location) => void;
}

function LocationShow({ value, compact }: { value: Location; compact: boolean }) {
  const { t, i18n } = useTranslation();
  const phone = useIsPhone();
  const said = value.label ?? `${value.latitude}, ${value.longitude}`;
  const whole = value.latitude && value.longitude;
  const line = (
    <span className="row-line">
      <MapPin size={14} aria-hidden="true" />
      {compact || !whole ? (
        <span className="clip">{said}</span>
      ) : (
        <a
          href={mapAddress(value, i18n.language, phone)}
          target="_blank"
          rel="noreferrer"
          title={t("location.open")}
        >
          {said}
        </a>
      )}
    </span>
  );
  if (compact) return line;
  return (
    <>
      {line}
      <NearMap place={value} />
    </>
  );
}

export const locationControl = defineControl<Location>({
  type: "location",
  read: readParts,
  group: true,
  wide: true,
  width: 180,
  toWire: ({ latitude, longitude, label }) => ({
    latitude: latitude ?? null,
    longitude: longitude ?? null,
    label: label ?? null,
  }),
  Input: LocationInput,
  Show: LocationShow,
});
