/** Where a comment is written: `@` offers those who see the record, Enter sends, Shift and Enter begins a new line. */

import { Button, Mentions } from "antd";
import { useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import { findMentionable } from "../../../lib/api/timeline";
import { isTooLong } from "../../../ui/length-limit";
import { LostNote } from "../../../ui/lost-note";
import { useRecord } from "../record-context";
import { keptOf, type Named } from "./mentions";

interface CommentInputProps {
  typed: string;
  known?: readonly Named[];
  sending: boolean;
  /** What was sent was not answered, and goes again by itself. */
  lost: boolean;
  onSend: (text: string) => void;
  onCancel?: () => void;
  /** `people` may be named in it. */
  onTyped: (text: string, people: readonly Named[]) => void;
}

/** What stands before the cursor, as far as it is in a text that is written here. */
function beforeCursor(text: string): string {
  const area = document.activeElement;
  return area instanceof HTMLTextAreaElement && area.value === text
    ? text.slice(0, area.selectionStart)
    : text;
}

/** As the server has it. */
const LONGEST = 10_000;
const NEAR = 500;

/** How a comment is sent; near the limit, how much of it is used. */
function LengthTold({ length }: { length: number }) {
  const { t } = useTranslation();
  if (length <= LONGEST - NEAR) return <span className="muted small grow">{t("timeline.commentHint")}</span>;
  return (
    <span className={length > LONGEST ? "too-long small grow" : "muted small grow"} role="status">
      {length > LONGEST ? `${t("timeline.tooLong", { max: LONGEST })} ` : ""}
      <span className="numeric">{`${length} / ${LONGEST}`}</span>
    </span>
  );
}

export function CommentInput({
  typed,
  known = [],
  sending,
  lost,
  onSend,
  onCancel,
  onTyped,
}: CommentInputProps) {
  const { t } = useTranslation();
  const { record, place } = useRecord();
  const [found, setFound] = useState<readonly Named[]>([]);
  const [sought, setSought] = useState("");
  const [people, setPeople] = useState<readonly Named[]>(known);
  const asked = useRef<string | null>(null);
  const offering = useRef(false);

  async function look(text: string) {
    if (asked.current === text) return;
    asked.current = text;
    // Until it is known who is meant, nobody is offered, and Enter neither names one nor sends.
    setFound([]);
    setSought(text);
    offering.current = true;
    try {
      const answer = await findMentionable(place, record.id, text);
      if (asked.current !== text) return;
      setFound(answer);
      offering.current = answer.length > 0;
      setPeople((before) => [...before, ...answer.filter(({ id }) => !before.some((one) => one.id === id))]);
    } catch {
      offering.current = false;
    }
  }

  function set(text: string) {
    onTyped(text, people);
    // Text may come without a key: chosen from an input method, dictated, pasted.
    const wanted = /@([^\s@]*)$/.exec(beforeCursor(text))?.[1];
    if (wanted !== undefined) void look(wanted);
    else {
      asked.current = null;
      offering.current = false;
    }
  }

  const kept = keptOf(typed, people).trim();
  const tooLong = isTooLong(kept, LONGEST);

  function send() {
    if (kept && !tooLong && !sending) onSend(keptOf(typed, people));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === "Escape" && onCancel) {
      event.stopPropagation();
      onCancel();
    }
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing || offering.current) return;
    event.preventDefault();
    send();
  }

  return (
    <div className="write-line">
      <Mentions
        className="grows"
        rows={1}
        variant="borderless"
        value={typed}
        placeholder={t("timeline.commentPlaceholder")}
        {...(tooLong ? { status: "error" as const } : {})}
        aria-label={t("timeline.kinds.comment")}
        autoFocus={onCancel !== undefined}
        readOnly={sending}
        options={found.map(({ id, label }) => ({ key: String(id), value: label, label }))}
        filterOption={false}
        notFoundContent={t("timeline.nobody", { text: sought })}
        onSearch={(text) => void look(text)}
        onSelect={() => {
          offering.current = false;
        }}
        onChange={set}
        onKeyDown={onKeyDown}
      />
      <div className="row-line write-foot">
        <LengthTold length={[...kept].length} />
        {onCancel ? (
          <Button size="small" type="text" onClick={onCancel}>
            {t("action.cancel")}
          </Button>
        ) : null}
        <Button size="small" loading={sending} disabled={!kept || tooLong} onClick={send}>
          {t("timeline.send")}
        </Button>
      </div>
      {lost ? <LostNote onRetry={send} /> : null}
    </div>
  );
}
