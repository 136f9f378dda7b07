/** Why a record was not saved, above its form. */

import { useTranslation } from "react-i18next";

import type { ApiProblem, Problem } from "../../lib/api/problem";
import { ProblemNote } from "../../ui/problem-note";

interface FormProblemsProps {
  error: ApiProblem | null;
  others: readonly Problem[];
  fields: number;
  onRetry: () => void;
}

export function FormProblems({ error, others, fields, onRetry }: FormProblemsProps) {
  const { t } = useTranslation();
  if (!error) return null;
  if (error.offline) {
    return (
      <div className="stack">
        <ProblemNote error={error} onRetry={onRetry} />
        <div className="note">{t("form.draftKept")}</div>
      </div>
    );
  }
  // Every field that was named has been changed since: what is left to do is to save again.
  if (error.problems.length > 0 && fields === 0 && others.length === 0) return null;
  if (fields > 0) {
    return (
      <div className="note bad" role="alert">
        <div>
          {t("form.problems", { count: fields })}
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
  return <ProblemNote error={error} />;
}
