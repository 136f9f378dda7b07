/** Drawing lines on a canvas with whatever points at it. */

import { useRef, useState, type PointerEvent, type RefObject } from "react";

const WIDTH = 840;
const HEIGHT = 280;
const INK = "#16181d"; // the same on every screen: it ends on paper

export interface Drawing {
  canvas: {
    ref: RefObject<HTMLCanvasElement | null>;
    width: number;
    height: number;
    onPointerDown: (event: PointerEvent<HTMLCanvasElement>) => void;
    onPointerMove: (event: PointerEvent<HTMLCanvasElement>) => void;
    onPointerUp: () => void;
  };
  drawn: boolean;
  clear: () => void;
  /** What was drawn, as a picture without background. */
  picture: () => Promise<File | null>;
}

export function useDrawing(): Drawing {
  const ref = useRef<HTMLCanvasElement>(null);
  const down = useRef(false);
  const [drawn, setDrawn] = useState(false);

  function pointOf({ clientX, clientY, currentTarget }: PointerEvent<HTMLCanvasElement>): [number, number] {
    const box = currentTarget.getBoundingClientRect();
    return [((clientX - box.left) / box.width) * WIDTH, ((clientY - box.top) / box.height) * HEIGHT];
  }

  function onPointerDown(event: PointerEvent<HTMLCanvasElement>) {
    const pen = ref.current?.getContext("2d");
    if (!pen) return;
    down.current = true;
    event.currentTarget.setPointerCapture(event.pointerId);
    pen.strokeStyle = INK;
    pen.lineWidth = 4;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    pen.beginPath();
    pen.moveTo(...pointOf(event));
  }

  function onPointerMove(event: PointerEvent<HTMLCanvasElement>) {
    const pen = ref.current?.getContext("2d");
    if (!pen || !down.current) return;
    pen.lineTo(...pointOf(event));
    pen.stroke();
    setDrawn(true);
  }

  return {
    canvas: {
      ref,
      width: WIDTH,
      height: HEIGHT,
      onPointerDown,
      onPointerMove,
      onPointerUp: () => {
        down.current = false;
      },
    },
    drawn,
    clear: () => {
      ref.current?.getContext("2d")?.clearRect(0, 0, WIDTH, HEIGHT);
      setDrawn(false);
    },
    picture: () =>
      new Promise((resolve) => {
        if (!ref.current) resolve(null);
        ref.current?.toBlob((blob) =>
          resolve(blob ? new File([blob], "signature.png", { type: "image/png" }) : null),
        );
      }),
  };
}
