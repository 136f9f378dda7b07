/** Why a record was not saved, above its form; whoever saved it is led there. */

import { useEffect, useEffectEvent, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { ApiProblem, Problem } from "../../lib/api/problem";
import { ProblemNote } from "../../ui/problem-note";

interface FormProblemsProps {
  error: ApiProblem | null;
  others: readonly Problem[];
  /** How many of them stand at fields and cells. */
  places: number;
  /** Nobody asked for what failed just now: the cursor stays where it is. */
  byItself: boolean;
  onRetry: () => void;
}

export function FormProblems(props: FormProblemsProps) {
  const { error, others, places, byItself } = props;
  const note = useRef<HTMLDivElement>(null);
  const lead = useEffectEvent(() => {
    // Problems at fields alone lead to the first field.
    if (!error || byItself || (places > 0 && others.length === 0)) return;
    note.current?.scrollIntoView({ block: "center" });
    note.current?.focus({ preventScroll: true });
  });
  useEffect(() => lead(), [error]);
  const isSettled = error && error.problems.length > 0 && places === 0 && others.length === 0;
  // Every field that was named has been changed since: what is left to do is to save again.
  if (!error || isSettled) return null;
  return (
    <div className="form-problems" ref={note} tabIndex={-1}>
      <Said {...props} error={error} />
    </div>
  );
}

function Said({ error, others, places, onRetry }: FormProblemsProps & { error: ApiProblem }) {
  const { t } = useTranslation();
  if (error.offline) {
    return (
      <div className="stack">
        <ProblemNote error={error} onRetry={onRetry} />
        <div className="note">{t("form.draftKept")}</div>
      </div>
    );
  }
  if (places === 0) return <ProblemNote error={error} />;
  return (
    <div className="note bad" role="alert">
      <div>
        {t("form.problems", { count: places })}
        {others.length > 0 ? (
          <ul>
            {others.map(({ path, message, code }) => (
              <li key={`${path} ${code}`}>{message || code}</li>
            ))}
          </ul>
        ) : null}
      </div>
    </div>
  );
}
