/** A place on the map: typed, pasted as a pair or taken from where the person is; opened in a map app. */

import { Button, Input } from "antd";
import { LocateFixed, MapPin } from "lucide-react";
import { useState, type ClipboardEvent } from "react";
import { useTranslation } from "react-i18next";

import { useIsPhone } from "../../ui/use-is-phone";
import { defineControl, type InputProps } from "../control";
import { HintLine } from "../pieces/hint-line";
import { readParts } from "../pieces/read";
import { isWithin, mapAddress, readPair, type Location } from "./coordinates";

const PARTS = ["latitude", "longitude", "label"] as const;

/** Asks the browser where the person is. */
function useMyPosition(onFound: (place: Location) => void) {
  const [state, setState] = useState<"idle" | "finding" | "refused">("idle");
  function find() {
    setState("finding");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState("idle");
        onFound({ latitude: coords.latitude.toFixed(6), longitude: coords.longitude.toFixed(6) });
      },
      () => setState("refused"),
      { enableHighAccuracy: true, timeout: 15_000 },
    );
  }
  return { state, find, possible: "geolocation" in navigator };
}

function LocationInput({ value, onChange, ...props }: InputProps<Location>) {
  const { t } = useTranslation();
  const disabled = props.disabled ?? false;
  const mine = useMyPosition((place) =>
    onChange({ ...place, ...(value?.label ? { label: value.label } : {}) }),
  );
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

function LocationShow({ value, compact }: { value: Location; compact: boolean }) {
  const { t, i18n } = useTranslation();
  const phone = useIsPhone();
  const said = value.label ?? `${value.latitude}, ${value.longitude}`;
  const whole = value.latitude && value.longitude;
  return (
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
