/** The place of a small map: nothing is fetched for it, least of all from a stranger, before it comes into sight. */

import { lazy, Suspense, useEffect, useRef, useState } from "react";

import { useMapTiles } from "../../lib/app-context";
import { positionOf, type Location } from "./coordinates";

const SmallMap = lazy(() => import("./small-map"));

/** Draws nothing where the installation names no tile server, or the place lacks a coordinate. */
export function NearMap({ place }: { place: Location }) {
  const source = useMapTiles();
  const at = positionOf(place);
  const frame = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(typeof IntersectionObserver === "undefined");
  const wanted = source !== null && at !== null;
  useEffect(() => {
    if (near || !wanted || !frame.current) return undefined;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
    });
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [near, wanted]);
  if (!source || !at) return null;
  const name = place.label ?? `${place.latitude}, ${place.longitude}`;
  return (
    <div ref={frame} className="small-map">
      {near ? (
        <Suspense fallback={null}>
          <SmallMap source={source} at={at} name={name} />
        </Suspense>
      ) : null}
    </div>
  );
}
