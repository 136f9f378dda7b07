/**
 * What is said in passing, over the page: each message stands where it first came until it goes, and none goes while
 * the pointer or the keyboard is at one, so that what is pressed in it is there when it is pressed.
 */

import { CircleCheck, CircleX, Info, LoaderCircle, TriangleAlert } from "lucide-react";
import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { FocusEvent, ReactNode, RefObject } from "react";
import { createPortal } from "react-dom";

import { firstGap } from "./first-gap";
import "./messages.css";
import { MessageProvider, type MessageApi, type MessageContent } from "./use-message";

interface Shown extends MessageContent {
  key: string;
  /** Another one each time that something is said, also under the same key. */
  turn: number;
  leaving?: boolean;
}

const SECONDS = 3;
/** Where styles put every message at the foot. */
const PHONE = "(max-width: 720px)";
/** As long as styles let a message fade. */
const FADING_MS = 150;
/** What is left at least when the pointer goes away. */
const LEAST_MS = 1_000;
const ICONS = {
  success: CircleCheck,
  info: Info,
  warning: TriangleAlert,
  error: CircleX,
  loading: LoaderCircle,
} as const;

let turns = 0;

type Change = (change: (shown: readonly Shown[]) => readonly Shown[]) => void;

function apiOf(change: Change): MessageApi {
  const open = (message: MessageContent) => {
    const turn = (turns += 1);
    const next = { ...message, key: message.key ?? `message-${turn}`, turn };
    change((shown) =>
      shown.some(({ key }) => key === next.key)
        ? shown.map((one) => (one.key === next.key ? next : one))
        : [...shown, next],
    );
  };
  const say =
    (type: MessageContent["type"]): MessageApi["success"] =>
    (content, duration = SECONDS) =>
      open({ type, content, duration });
  return {
    open,
    close: (key) =>
      change((shown) => shown.map((one) => (one.key === key ? { ...one, leaving: true } : one))),
    success: say("success"),
    info: say("info"),
    warning: say("warning"),
    error: say("error"),
  };
}

export function Messages({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const [at, setAt] = useState<{ pointer?: string; focus?: string }>({});
  const api = useMemo(() => apiOf(setShown), []);
  const held = shown.some(({ key, leaving }) => !leaving && (key === at.pointer || key === at.focus));
  return (
    <MessageProvider value={api}>
      {children}
      {createPortal(
        <div className="messages">
          {shown.map((one) => (
            <Message
              key={one.key}
              message={one}
              held={held}
              onHeld={(by, here) => setAt((before) => ({ ...before, [by]: here ? one.key : undefined }))}
              onEnd={() => {
                one.onEnd?.();
                api.close(one.key);
              }}
              onGone={() => setShown((before) => before.filter(({ turn }) => turn !== one.turn))}
            />
          ))}
        </div>,
        document.body,
      )}
    </MessageProvider>
  );
}

/** Counts the time of a message down while nobody is at one; calls back when it is over. */
function useTime({ turn, duration = SECONDS, leaving }: Shown, held: boolean, onEnd: () => void): void {
  const left = useRef(0);
  const end = useEffectEvent(onEnd);
  const counts = duration > 0 && !leaving;
  useEffect(() => {
    left.current = duration * 1_000;
  }, [turn, duration]);
  useEffect(() => {
    if (!counts || held) return undefined;
    const began = Date.now();
    const timer = window.setTimeout(() => end(), left.current);
    return () => {
      window.clearTimeout(timer);
      left.current = Math.max(LEAST_MS, left.current - (Date.now() - began));
    };
  }, [turn, counts, held]);
}

/** On a phone all stand at the foot. */
function isBeside(one: HTMLElement, other: HTMLElement): boolean {
  return window.matchMedia(PHONE).matches || one.matches(".low") === other.matches(".low");
}

/** Puts a message into the first gap between the others that it fits into, unless it fits where it stands. */
function stand(element: HTMLElement): void {
  const others = [...(element.parentElement?.children ?? [])].filter(
    (one): one is HTMLElement =>
      one !== element && one instanceof HTMLElement && !one.matches(".leaving") && isBeside(one, element),
  );
  const taken = others.flatMap(({ dataset: { place }, offsetHeight: height }) =>
    place === undefined ? [] : [{ from: Number(place), height }],
  );
  const { place } = element.dataset;
  const found = firstGap(taken, element.offsetHeight, place === undefined ? undefined : Number(place));
  element.dataset.place = String(found);
  element.style.setProperty("--place", `${found}px`);
}

interface MessageProps {
  message: Shown;
  held: boolean;
  onHeld: (by: "pointer" | "focus", here: boolean) => void;
  onEnd: () => void;
  onGone: () => void;
}

/** Knows whether the keyboard is in a message; gives it back to where it was when what it was at there is gone. */
function useKeyboard(
  box: RefObject<HTMLElement | null>,
  { turn, leaving = false }: Shown,
  onHeld: MessageProps["onHeld"],
) {
  const from = useRef<HTMLElement | null>(null);
  const within = useRef(false);
  const giveBack = useEffectEvent(() => {
    if (!within.current || (!leaving && box.current?.contains(document.activeElement))) return;
    within.current = false;
    onHeld("focus", false);
    from.current?.focus({ preventScroll: true });
  });
  useLayoutEffect(() => giveBack(), [turn, leaving]);
  const onFocus = ({ relatedTarget }: FocusEvent) => {
    if (!within.current) from.current = relatedTarget instanceof HTMLElement ? relatedTarget : null;
    within.current = true;
    onHeld("focus", true);
  };
  const onBlur = () => {
    within.current = false;
    onHeld("focus", false);
  };
  return { onFocus, onBlur };
}

function Message({ message, held, onHeld, onEnd, onGone }: MessageProps) {
  const { type, content, turn, low = false, leaving = false } = message;
  const box = useRef<HTMLDivElement>(null);
  const keyboard = useKeyboard(box, message, onHeld);
  useTime(message, held, onEnd);
  useLayoutEffect(() => {
    if (box.current && !leaving) stand(box.current);
  }, [turn, leaving]);
  const gone = useEffectEvent(onGone);
  useEffect(() => {
    if (!leaving) return undefined;
    const timer = window.setTimeout(() => gone(), FADING_MS);
    return () => window.clearTimeout(timer);
  }, [leaving]);
  const Icon = ICONS[type];
  return (
    <div
      ref={box}
      role="alert"
      className={["message", type, low ? "low" : "", leaving ? "leaving" : ""].filter(Boolean).join(" ")}
      onPointerEnter={() => onHeld("pointer", true)}
      onPointerLeave={() => onHeld("pointer", false)}
      {...keyboard}
    >
      <Icon size={16} aria-hidden="true" />
      <div>{content}</div>
    </div>
  );
}
