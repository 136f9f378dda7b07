/** A map of pieces from the tile server that the installation names, its middle being the place that matters. */

import L from "leaflet";
import "leaflet/dist/leaflet.css";

import type { MapTiles } from "../../lib/api/session";
import { fromGcj02, toGcj02, type Position } from "./datum";

const DEEPEST = 18;
const SHALLOWEST = 2;

export interface MapOptions {
  source: MapTiles;
  at: Position;
  zoom: number;
  /** Whether it is moved by hand; otherwise it is a picture. */
  movable: boolean;
  /** Whether its reader wants nothing to move by itself. */
  still: boolean;
  /** With the position in the middle, when a person has moved the map. */
  onMove: (at: Position) => void;
  /** With whether any piece came, each time that all have come or failed. */
  onPieces: (shown: boolean) => void;
}

export interface DrawnMap {
  /** By pixels to the right and down. */
  pan: (right: number, down: number) => void;
  zoom: (steps: number) => void;
  goTo: (at: Position) => void;
  remove: () => void;
}

/** A person who moves the map means its middle: it stays where it is while they come nearer. */
const BY_HAND: L.MapOptions = { dragging: true, scrollWheelZoom: "center", touchZoom: "center" };
const AS_PICTURE: L.MapOptions = { dragging: false, scrollWheelZoom: false, touchZoom: false };

/** Draw into an element; `remove` has to be called before the element goes. */
export function drawMap(element: HTMLElement, options: MapOptions): DrawnMap {
  const { source, movable, still } = options;
  const shifted = source.datum === "gcj02";
  const shown = (at: Position) => latLngOf(shifted ? toGcj02(at) : at);
  let middle = shown(options.at);
  const map = L.map(element, {
    ...(movable ? BY_HAND : AS_PICTURE),
    center: middle,
    zoom: options.zoom,
    minZoom: SHALLOWEST,
    maxZoom: DEEPEST,
    // Text of the settings is no HTML: the page around writes it. Buttons and keys are the page's too.
    attributionControl: false,
    zoomControl: false,
    keyboard: false,
    boxZoom: false,
    doubleClickZoom: false,
    // What is chosen while the map still glides would be another place than the one that was seen.
    inertia: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    worldCopyJump: true,
  });
  watchPieces(piecesOf(source).addTo(map), options.onPieces);

  const size = { changing: false };
  function tell(next: L.LatLng) {
    if (size.changing || next.equals(middle, 1e-9)) return;
    middle = next;
    const { lat, lng } = next.wrap();
    const at = { latitude: lat, longitude: lng };
    options.onMove(shifted ? fromGcj02(at) : at);
  }
  if (movable) {
    map.on("click", ({ latlng }) => {
      tell(latlng);
      map.panTo(latlng, { animate: !still });
    });
    map.on("moveend", () => tell(map.getCenter()));
  }
  const sizes = new ResizeObserver(() => {
    // A dialog that opens and a phone that is turned change the size of the map, not the place that it shows.
    size.changing = true;
    map.invalidateSize({ pan: false, animate: false });
    map.setView(middle, map.getZoom(), { animate: false });
    size.changing = false;
  });
  sizes.observe(element);
  return {
    pan: (right, down) => map.panBy([right, down], { animate: false }),
    zoom: (steps) => map.setZoom(map.getZoom() + steps, { animate: !still }),
    goTo(at) {
      const next = shown(at);
      tell(next);
      map.setView(next, Math.max(map.getZoom(), 15), { animate: false });
    },
    remove() {
      sizes.disconnect();
      map.remove();
    },
  };
}

function latLngOf({ latitude, longitude }: Position): L.LatLng {
  return L.latLng(latitude, longitude);
}

function piecesOf({ tiles }: MapTiles): L.TileLayer {
  return L.tileLayer(tiles, {
    minZoom: SHALLOWEST,
    maxZoom: DEEPEST,
    // The server may ask whose map it is; it need not know the page.
    referrerPolicy: "strict-origin",
  });
}

function watchPieces(pieces: L.TileLayer, onPieces: (shown: boolean) => void): void {
  let came = 0;
  let failed = 0;
  pieces.on("loading", () => {
    came = 0;
    failed = 0;
  });
  pieces.on("tileload", () => (came += 1));
  pieces.on("tileerror", () => (failed += 1));
  pieces.on("load", () => onPieces(came > 0 || failed === 0));
}
