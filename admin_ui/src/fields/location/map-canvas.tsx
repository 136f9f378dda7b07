/** A drawn map with a pin in its middle and the words that its maker asks for. */

import { MapPin } from "lucide-react";
import { useEffect, useEffectEvent, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { MapTiles } from "../../lib/api/session";
import { useMedia } from "../../ui/use-media";
import type { Position } from "./datum";
import { drawMap, type DrawnMap } from "./drawn-map";
import "./map.css";

interface MapCanvasProps {
  source: MapTiles;
  /** Where it opens; later changes do not move it. */
  start: Position;
  zoom: number;
  label: string;
  /** What a person does with it; without this it is a picture. */
  hand?: MapHand;
  children?: ReactNode;
}

export interface MapHand {
  onDrawn: (map: DrawnMap) => void;
  onMove: (at: Position) => void;
  /** The middle is meant. */
  onTake: () => void;
}

/** Pixels that one press of an arrow moves the map. */
const STEP = 60;
const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-STEP, 0],
  ArrowRight: [STEP, 0],
  ArrowUp: [0, -STEP],
  ArrowDown: [0, STEP],
};
const ZOOMS: Readonly<Record<string, number>> = { "+": 1, "=": 1, "-": -1, _: -1 };

/** What a key means to the map; nothing where it means something else. */
function actionOf(key: string, hand: MapHand): ((map: DrawnMap) => void) | null {
  const arrow = ARROWS[key];
  if (arrow) return (map) => map.pan(...arrow);
  const zoom = ZOOMS[key];
  if (zoom !== undefined) return (map) => map.zoom(zoom);
  return key === "Enter" ? hand.onTake : null;
}

export function MapCanvas({ source, start, zoom, label, hand, children }: MapCanvasProps) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLDivElement>(null);
  const map = useRef<DrawnMap>(null);
  const still = useMedia("(prefers-reduced-motion: reduce)");
  const [failed, setFailed] = useState(false);
  const draw = useEffectEvent((element: HTMLElement): DrawnMap => {
    const drawn = drawMap(element, {
      source,
      at: start,
      zoom,
      still,
      movable: hand !== undefined,
      onMove: (at) => hand?.onMove(at),
      onPieces: (shown) => setFailed(!shown),
    });
    hand?.onDrawn(drawn);
    return drawn;
  });
  useEffect(() => {
    if (!canvas.current) return undefined;
    const drawn = draw(canvas.current);
    map.current = drawn;
    return () => drawn.remove();
  }, []);
  return (
    <div className="map-frame">
      {hand ? (
        <div
          ref={canvas}
          className="map-canvas"
          role="application"
          aria-label={label}
          tabIndex={0}
          onKeyDown={(event) => {
            const act = event.ctrlKey || event.metaKey || event.altKey ? null : actionOf(event.key, hand);
            if (!act || !map.current) return;
            event.preventDefault();
            // The form below has keys of its own.
            event.stopPropagation();
            act(map.current);
          }}
        />
      ) : (
        <div ref={canvas} className="map-canvas" role="img" aria-label={label} />
      )}
      <MapPin className="map-pin" size={36} aria-hidden="true" />
      {children}
      {failed ? (
        <div className="map-failed" role="status">
          {t(hand ? "location.noMapToChoose" : "location.noMap")}
        </div>
      ) : null}
      <div className="map-attribution">{source.attribution}</div>
    </div>
  );
}
