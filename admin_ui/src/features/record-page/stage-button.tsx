/** One stage: a click moves the record there, or says why that cannot be done by hand. */

import { Tooltip } from "antd";
import { Ban, CircleCheck, CircleX, Lock } from "lucide-react";
import { useId } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import type { StageModel } from "../../lib/model";
import { rotOf, type MoveRefusal } from "../../lib/stages";

interface StageButtonProps {
  stage: StageModel;
  here: boolean;
  /** Which day in the stage it is, where the record stands in it. */
  days: number | null;
  /** How many days it stood in the stage before it left it. */
  stood?: number | undefined;
  refusal: MoveRefusal | undefined;
  onChoose: () => void;
}

export function StageButton({ stage, here, days, stood, refusal, onChoose }: StageButtonProps) {
  const { t, i18n } = useTranslation();
  const id = useId();
  const label = textOf(stage.label, i18n.language);
  const definition = textOf(stage.guidance?.definition, i18n.language);
  const told = [definition, refusal ? t(`stage.whyNot.${refusal}`, { name: label }) : ""].filter(Boolean);
  const still = here || refusal !== undefined;
  const button = (
    <button
      type="button"
      aria-describedby={told.length > 0 ? id : undefined}
      aria-disabled={still || undefined}
      onClick={still ? undefined : onChoose}
    >
      <span className="stage-name">
        <EndIcon type={stage.type} />
        <span className="clip">{label}</span>
        {refusal === "system" ? <Lock size={12} aria-hidden="true" /> : null}
      </span>
      {stage.type === "open" ? <StageDays days={days} stood={stood} stage={stage} /> : null}
    </button>
  );
  if (told.length === 0) return button;
  return (
    <>
      <Tooltip
        title={told.map((text) => (
          <div key={text}>{text}</div>
        ))}
        trigger={["hover", "focus"]}
      >
        {button}
      </Tooltip>
      <span id={id} className="sr-only">
        {told.join(" ")}
      </span>
    </>
  );
}

const END_ICONS = { won: CircleCheck, lost: CircleX, invalid: Ban } as const;

function EndIcon({ type }: Pick<StageModel, "type">) {
  if (type === "open") return null;
  const Icon = END_ICONS[type];
  return <Icon size={15} aria-hidden="true" />;
}

type StageDaysProps = Pick<StageButtonProps, "days" | "stood" | "stage">;

/** Which day it is here, or how many days it stood here before. */
function StageDays({ days, stood, stage }: StageDaysProps) {
  const { t } = useTranslation();
  const limit = stage.rot_days;
  if (days === null) return stood === undefined ? null : <small>{t("stage.stood", { count: stood })}</small>;
  const rot = rotOf(days, stage);
  const told = limit ? t("stage.daysOf", { count: days, limit }) : t("stage.days", { count: days });
  return <small className={rot}>{rot === "soon" ? t("stage.daysSoon", { told }) : told}</small>;
}
