/** The way to the records before and after one in the list that it was opened from: buttons, and Alt with an arrow. */

import { Button } from "antd";
import { ChevronDown, ChevronUp } from "lucide-react";
import { useEffect, useEffectEvent } from "react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import type { Neighbours } from "../../lib/list-trail";

interface NeighbourButtonsProps {
  near: Neighbours | undefined;
  /** Keys mean something else that stands open. */
  deaf?: boolean;
  onGo: (id: number) => void;
}

/** Where the arrows mean something of their own. */
const TYPED = "input, textarea, [contenteditable], .ant-modal-root";

/** Where nothing is written yet, as after a follow-up was saved, there is no line to move the cursor in. */
function isEmptyText(target: HTMLElement): boolean {
  return target instanceof HTMLTextAreaElement && target.value === "" && !target.closest(".ant-modal-root");
}

/** Where the record stands in its list, as far as that is known. */
function placeText({ place, count }: Neighbours, t: TFunction): string {
  if (place === null) return "";
  return count === null ? t("record.place", { place }) : t("record.placeOf", { place, count });
}

export function NeighbourButtons({ near, deaf = false, onGo }: NeighbourButtonsProps) {
  const { t } = useTranslation();
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target as HTMLElement | null;
    if (deaf || !event.altKey || (target?.closest(TYPED) && !isEmptyText(target))) return;
    const id = event.key === "ArrowUp" ? near?.previous : event.key === "ArrowDown" ? near?.next : undefined;
    if (id === undefined) return;
    event.preventDefault();
    onGo(id);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  if (!near) return null;
  const ways = [
    { id: near.previous, name: t("record.previous"), key: "Alt ↑", Icon: ChevronUp },
    { id: near.next, name: t("record.next"), key: "Alt ↓", Icon: ChevronDown },
  ];
  return (
    <>
      <span className="muted small numeric">{placeText(near, t)}</span>
      {ways.map(({ id, name, key, Icon }) => (
        <Button
          key={key}
          type="text"
          icon={<Icon size={17} aria-hidden="true" />}
          aria-label={name}
          title={`${name} (${key})`}
          disabled={id === undefined}
          onClick={() => id !== undefined && onGo(id)}
        />
      ))}
    </>
  );
}
