/** One loaded record: looked at in the blocks of its page, or edited in its form. */

import { Segmented } from "antd";
import { useMemo, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { draftStore } from "../../lib/drafts";
import { useIsNarrow } from "../../ui/use-is-phone";
import { Blocks } from "./blocks/blocks";
import { EditRecord } from "./edit-record";
import { layoutOf } from "./layout";
import { useRecord, WritingProvider } from "./record-context";
import { RecordHeader } from "./record-header";
import "./record.css";

interface RecordViewProps {
  onSheet: boolean;
  onGone: () => void;
}

type Part = "facts" | "story";

const SHOWN_APART = new Set(["stage_path", "next_step"]);

export function RecordView({ onSheet, onGone }: RecordViewProps) {
  const { model, workspace, app, session } = useAppPlace();
  const { entity, record, editable } = useRecord();
  const layout = useMemo(() => layoutOf(model, entity), [model, entity]);
  const [hadDraft] = useState(
    () => draftStore(workspace, app, entity.name, record.id, session.user.id).read() !== null,
  );
  const [editing, setEditing] = useState(editable && hadDraft);
  const narrow = useIsNarrow();
  const turns = useTurns(narrow && layout.aside.length > 0 && !editing);
  const page = useRef<HTMLDivElement>(null);
  /** Back from the form, to the button that leads into it. */
  function look() {
    setEditing(false);
    window.setTimeout(() =>
      page.current?.querySelector<HTMLElement>(".record-edit")?.focus({ preventScroll: true }),
    );
  }
  /** To the line where a follow-up is written, in the same breath: a phone shows its keys only for a finger's own focus. */
  function write() {
    const find = () => page.current?.querySelector<HTMLElement>(".write-box > :not([hidden]) textarea");
    flushSync(() => turns.setPart("story"));
    const line = find();
    line?.scrollIntoView({ block: "center", behavior: "smooth" });
    line?.focus({ preventScroll: true });
  }
  const head = layout.head.filter(({ type }) => !SHOWN_APART.has(type));
  const banner = <Blocks blocks={layout.head.filter(({ type }) => type === "next_step")} />;
  const main = editing ? <EditRecord onDone={look} /> : <Blocks blocks={layout.main} />;
  const aside = layout.aside.length > 0 ? <Blocks blocks={layout.aside} /> : null;
  return (
    <WritingProvider value={write}>
      <div className="record-page" ref={page}>
        <RecordHeader editing={editing} onEdit={() => setEditing(true)} onGone={onGone} onSheet={onSheet}>
          <Blocks blocks={head} />
        </RecordHeader>
        <div className={aside ? "record-columns" : "record-columns alone"}>
          <div className="record-main">
            {banner}
            {turns.taken ? <PartChoice part={turns.part} onPart={turns.setPart} /> : null}
            <div className="record-main" hidden={turns.hides("facts")}>
              {main}
            </div>
          </div>
          {aside && turns.storyBegun ? (
            <div className="record-aside" hidden={turns.hides("story")}>
              {aside}
            </div>
          ) : null}
        </div>
      </div>
    </WritingProvider>
  );
}

/** On a narrow screen the two columns take turns; what was begun in one stays as it is behind the other. */
function useTurns(taken: boolean) {
  const [part, setPart] = useState<Part>("facts");
  const [begun, setBegun] = useState(false);
  const storyBegun = begun || part === "story" || !taken;
  if (storyBegun !== begun) setBegun(storyBegun);
  return { taken, part, setPart, storyBegun, hides: (one: Part) => taken && part !== one };
}

interface PartChoiceProps {
  part: Part;
  onPart: (part: Part) => void;
}

function PartChoice({ part, onPart }: PartChoiceProps) {
  const { t } = useTranslation();
  return (
    <Segmented
      block
      aria-label={t("record.parts")}
      value={part}
      onChange={onPart}
      options={[
        { value: "facts", label: t("record.details") },
        { value: "story", label: t("timeline.title") },
      ]}
    />
  );
}
