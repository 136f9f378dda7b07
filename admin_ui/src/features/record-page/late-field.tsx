/** A field of a long form: until it comes near the screen only its name stands there, so that the form opens at once. */

import { useEffect, useRef, useState, type ReactNode } from "react";

interface LateFieldProps {
  name: string;
  label: string;
  span: number;
  late: boolean;
  children: ReactNode;
}

const NEAR = "900px 0px";
const waiting = new WeakMap<Element, () => void>();
let observer: IntersectionObserver | null = null;

/** One observer for all fields: hundreds of them would cost more than they save. */
function whenNear(element: Element, draw: () => void): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) waiting.get(target)?.();
    },
    { rootMargin: NEAR },
  );
  const watching = observer;
  waiting.set(element, draw);
  watching.observe(element);
  return () => watching.unobserve(element);
}

export function LateField({ name, label, span, late, children }: LateFieldProps) {
  const place = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState(!late || typeof IntersectionObserver === "undefined");
  const shown = drawn || !late;
  useEffect(() => {
    if (shown || !place.current) return undefined;
    return whenNear(place.current, () => setDrawn(true));
  }, [shown]);
  return (
    <div ref={place} className={`span-${span}`} data-field={name}>
      {shown ? children : <div className="late-field">{label}</div>}
    </div>
  );
}
