/** A control with its label, help and problem, tied together for everyone who cannot see them side by side. */

import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import "./labelled-field.css";

export interface ControlIds {
  id: string;
  labelId: string;
  describedBy: string | undefined;
}

interface LabelledFieldProps {
  label: string;
  /** The heading above says it already. */
  unsaid?: boolean;
  required?: boolean;
  help?: string | undefined;
  problem?: string | undefined;
  /** Controls that are no single input (ranges, choices) are named by a group instead of a label element. */
  group?: boolean;
  children: (ids: ControlIds) => ReactNode;
}

export function LabelledField({
  label,
  unsaid,
  required,
  help,
  problem,
  group,
  children,
}: LabelledFieldProps) {
  const { t } = useTranslation();
  const id = useId();
  const labelId = `${id}-label`;
  const helpId = `${id}-help`;
  const problemId = `${id}-problem`;
  const describedBy = [help ? helpId : "", problem ? problemId : ""].filter(Boolean).join(" ") || undefined;
  const name = (
    <>
      {label}{" "}
      {required ? (
        <span className="required-mark" title={t("form.required")}>
          *
        </span>
      ) : null}
    </>
  );
  const body = children({ id, labelId, describedBy });
  return (
    <div className="labelled" {...(group ? { role: "group", "aria-labelledby": labelId } : {})}>
      {group ? (
        <span className={unsaid ? "sr-only" : "labelled-name"} id={labelId}>
          {name}
        </span>
      ) : (
        <label htmlFor={id} id={labelId} className={unsaid ? "sr-only" : undefined}>
          {name}
        </label>
      )}
      {body}
      {problem ? (
        <div className="labelled-problem" id={problemId}>
          {problem}
        </div>
      ) : null}
      {help ? (
        <div className="labelled-help" id={helpId}>
          {help}
        </div>
      ) : null}
    </div>
  );
}
