/** A place on the map, shown by its name or its coordinates. */

import { MapPin } from "lucide-react";

import { defineControl } from "../control";
import { readParts } from "../pieces/read";

interface Location {
  latitude?: string;
  longitude?: string;
  label?: string;
}

export const locationControl = defineControl<Location>({
  type: "location",
  read: readParts,
  width: 180,
  toWire: ({ latitude, longitude, label }) => ({
    latitude: latitude ?? null,
    longitude: longitude ?? null,
    label: label ?? null,
  }),
  Show: ({ value }) => (
    <span className="row-line">
      <MapPin size={14} aria-hidden="true" />
      <span className="clip">{value.label ?? `${value.latitude}, ${value.longitude}`}</span>
    </span>
  ),
});
