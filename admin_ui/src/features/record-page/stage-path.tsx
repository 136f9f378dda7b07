/** Where a record stands on its path; a click on a stage moves it there. */

import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { RecordData } from "../../lib/api/records";
import { momentOf, useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import type { EntityModel, StageModel } from "../../lib/model";
import { StageDialog } from "./stage-dialog";
import "./stage-path.css";
import { flowOf, mayMove, nextStage } from "./stages";

interface StagePathProps {
  entity: EntityModel;
  record: RecordData;
  onMoved: (record: RecordData) => void;
}

const DAY = 86_400_000;

/** On a phone the path is wider than the screen: show where the record stands. */
function bringIntoSight(stage: HTMLLIElement | null): void {
  const path = stage?.parentElement;
  if (stage && path)
    path.scrollLeft = stage.offsetLeft - path.offsetLeft - (path.clientWidth - stage.clientWidth) / 2;
}

export function StagePath({ entity, record, onMoved }: StagePathProps) {
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const [target, setTarget] = useState<StageModel | null>(null);
  const [now] = useState(() => Date.now());
  const flow = flowOf(place.model, entity, record.values, record.stage_flow, momentOf(place, now));
  if (!flow) return null;
  const current = typeof record.values.stage === "string" ? record.values.stage : null;
  const at = flow.stages.findIndex(({ name }) => name === current);
  const editable = entity.actions.includes("edit");
  const next = editable ? nextStage(flow, current) : undefined;
  const entered = record.values.stage_entered_at;
  const days =
    typeof entered === "string" ? Math.max(0, Math.floor((now - Date.parse(entered)) / DAY)) : null;
  return (
    <div className="stage-line">
      <ol className="stage-path" aria-label={textOf(flow.label, i18n.language)}>
        {flow.stages.map((stage, index) => {
          const here = index === at;
          const label = textOf(stage.label, i18n.language);
          const state = here ? `on ${stage.type}` : index < at ? "done" : "";
          return (
            <li
              key={stage.id}
              className={`stage ${state}`}
              aria-current={here ? "step" : undefined}
              ref={here ? bringIntoSight : undefined}
            >
              <button
                type="button"
                disabled={!editable || !mayMove(flow, current, stage)}
                title={textOf(stage.guidance?.definition, i18n.language) || undefined}
                onClick={() => setTarget(stage)}
              >
                <span className="clip">{label}</span>
                {here && days !== null ? (
                  <small>
                    {t("stage.days", { count: days + 1 })}
                    {stage.rot_days ? ` · ${t("stage.limit", { count: stage.rot_days })}` : ""}
                  </small>
                ) : null}
              </button>
            </li>
          );
        })}
      </ol>
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
