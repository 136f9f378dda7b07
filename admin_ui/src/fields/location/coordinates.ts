/** Points on the map as people write them, and the address that shows one in a map. */

import type { Position } from "./datum";

export interface Location {
  latitude?: string;
  longitude?: string;
  label?: string;
}

const LIMITS = { latitude: 90, longitude: 180 } as const;
const PAIR =
  /^\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*([NS])?\s*[,，;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*°?\s*([EW])?(?:[\s,，]+(.+))?$/iu;

/** `30.2741, 120.1551 西湖` as a place; nothing for what is no pair of coordinates. */
export function readPair(text: string): Location | null {
  const found = PAIR.exec(text.normalize("NFKC"));
  if (!found) return null;
  const [, first = "", north = "", second = "", east = "", label = ""] = found;
  const latitude = /s/i.test(north) ? `-${first}` : first;
  const longitude = /w/i.test(east) ? `-${second}` : second;
  if (!isWithin("latitude", latitude) || !isWithin("longitude", longitude)) return null;
  return { latitude, longitude, ...(label.trim() ? { label: label.trim() } : {}) };
}

export function isWithin(part: keyof typeof LIMITS, text: string | undefined): boolean {
  if (!text) return true;
  const number = Number(text);
  return Number.isFinite(number) && Math.abs(number) <= LIMITS[part];
}

/** The position of a place that has both coordinates, as far as they can be read. */
export function positionOf({ latitude, longitude }: Location): Position | null {
  if (!latitude || !longitude) return null;
  if (!isWithin("latitude", latitude) || !isWithin("longitude", longitude)) return null;
  return { latitude: Number(latitude), longitude: Number(longitude) };
}

/** A position as it is kept: six decimals are a hand's breadth. */
export function written({ latitude, longitude }: Position): { latitude: string; longitude: string } {
  return { latitude: latitude.toFixed(6), longitude: longitude.toFixed(6) };
}

/** Where a map shows the place: an app of the phone, else a map on the web that readers of the language use. */
export function mapAddress(
  { latitude = "", longitude = "", label = "" }: Location,
  locale: string,
  phone: boolean,
): string {
  const name = encodeURIComponent(label || `${latitude}, ${longitude}`);
  if (phone) return `geo:${latitude},${longitude}?q=${latitude},${longitude}(${name})`;
  if (locale === "zh-CN") {
    return `https://uri.amap.com/marker?position=${longitude},${latitude}&name=${name}&coordinate=wgs84`;
  }
  return `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
}
