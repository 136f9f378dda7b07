/** Where a record stands: the steps of its path, and apart from them the ways in which it ends. */

import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { RecordData } from "../../lib/api/records";
import { readStages } from "../../lib/api/timeline";
import { momentOf, timeZoneOf, useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import type { EntityModel, StageModel } from "../../lib/model";
import { StageButton } from "./stage-button";
import { StageDialog } from "./stage-dialog";
import "./stage-path.css";
import { daysInStage, daysStood, flowOf, nextStage, partsOf, whyNot } from "../../lib/stages";

interface StagePathProps {
  entity: EntityModel;
  record: RecordData;
  onMoved: (record: RecordData) => void;
}

/** On a phone the path is wider than the screen: show where the record stands. */
function bringIntoSight(stage: HTMLLIElement | null): void {
  const path = stage?.parentElement;
  if (stage && path) path.scrollLeft = stage.offsetLeft - (path.clientWidth - stage.clientWidth) / 2;
}

/** How long the record stood in each stage that it has left, in days of the calendar. */
function useStood(entity: EntityModel, record: RecordData): ReadonlyMap<string, number> {
  const appPlace = useAppPlace();
  const { workspace, app } = appPlace;
  const place = { workspace, app, entity: entity.name };
  const moves = useQuery({
    queryKey: ["records", place, "stages", record.id],
    queryFn: () => readStages(place, record.id),
    retry: false,
  });
  const stood = new Map<string, number>();
  for (const { from, at, seconds } of moves.data ?? []) {
    if (from === null || seconds === null) continue;
    stood.set(from, (stood.get(from) ?? 0) + daysStood(at, seconds, timeZoneOf(appPlace)));
  }
  return stood;
}

export function StagePath({ entity, record, onMoved }: StagePathProps) {
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const [target, setTarget] = useState<StageModel | null>(null);
  const [now] = useState(() => Date.now());
  const stood = useStood(entity, record);
  const flow = flowOf(place.model, entity, record.values, record.stage_flow, momentOf(place, now));
  if (!flow) return null;
  const current = typeof record.values.stage === "string" ? record.values.stage : null;
  const { steps, ends } = partsOf(flow);
  const at = steps.findIndex(({ name }) => name === current);
  const won = ends.some(({ name, type }) => name === current && type === "won");
  const editable = entity.actions.includes("edit");
  const next = editable ? nextStage(flow, current) : undefined;
  const days = daysInStage(record.values.stage_entered_at, timeZoneOf(place), now);

  const button = (stage: StageModel) => (
    <StageButton
      stage={stage}
      days={stage.name === current ? days : null}
      stood={stage.name === current ? undefined : stood.get(stage.name)}
      here={stage.name === current}
      refusal={stage.name === current ? undefined : whyNot(flow, current, stage, editable)}
      onChoose={() => setTarget(stage)}
    />
  );

  return (
    <div className="stage-line">
      <ol className="stage-path" aria-label={textOf(flow.label, i18n.language)}>
        {steps.map((stage, index) => {
          const here = index === at;
          // What was passed over was not done; of records from elsewhere nobody knows.
          const passed = (won || index < at) && (stood.size === 0 || stood.has(stage.name));
          const state = here ? "on" : passed ? "done" : "";
          return (
            <li
              key={stage.id}
              className={`stage ${state}`}
              aria-current={here ? "step" : undefined}
              ref={here ? bringIntoSight : undefined}
            >
              {button(stage)}
            </li>
          );
        })}
      </ol>
      {ends.length > 0 ? (
        <ul className="stage-ends" aria-label={t("stage.ends")}>
          {ends.map((stage) => (
            <li
              key={stage.id}
              className={stage.name === current ? `stage-end ${stage.type} on` : `stage-end ${stage.type}`}
              aria-current={stage.name === current ? "step" : undefined}
            >
              {button(stage)}
            </li>
          ))}
        </ul>
      ) : null}
      {next ? (
        <Button onClick={() => setTarget(next)}>
          {t("stage.moveTo", { name: textOf(next.label, i18n.language) })}
        </Button>
      ) : null}
      {target ? (
        <StageDialog
          entity={entity}
          flow={flow}
          record={record}
          from={current}
          target={target}
          onCancel={() => setTarget(null)}
          onMoved={(moved) => {
            setTarget(null);
            onMoved(moved);
          }}
        />
      ) : null}
    </div>
  );
}
