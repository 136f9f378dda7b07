/** A refusal or a lost connection, and what to do next. */

import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem, type ApiProblem } from "../lib/api/problem";

interface ProblemNoteProps {
  error: unknown;
  /** What was refused, such as the name of a file. */
  about?: string | undefined;
  onRetry?: () => void;
  /** What else can be done about it. */
  children?: ReactNode;
}

/** The sentence for a problem: the server's own, or what a lost connection means. */
export function useProblemText(): (problem: ApiProblem) => string {
  const { t } = useTranslation();
  return (problem) => {
    if (problem.offline) return t("problem.offline");
    return problem.message || t("problem.unexpected", { status: problem.status });
  };
}

export function ProblemNote({ error, about, onRetry, children }: ProblemNoteProps) {
  const { t } = useTranslation();
  const say = useProblemText();
  const problem = asProblem(error);
  return (
    <div className="note bad" role="alert">
      <div className="grow">
        {about ? <strong>{about}</strong> : null}
        <div>{say(problem)}</div>
        {problem.problems.length > 0 ? (
          <ul>
            {problem.problems.slice(0, 8).map((item) => (
              <li key={`${item.path} ${item.code}`}>{item.message || item.code}</li>
            ))}
          </ul>
        ) : null}
      </div>
      {children}
      {onRetry ? (
        <Button size="small" onClick={onRetry}>
          {t("action.retry")}
        </Button>
      ) : null}
    </div>
  );
}
