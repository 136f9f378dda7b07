/** A page that could not be loaded, or an address that leads nowhere. */

import { useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { ApiProblem, asProblem } from "../lib/api/problem";
import { NotHere } from "../ui/not-here";
import { ProblemNote } from "../ui/problem-note";

export function NotFound() {
  return (
    <main>
      <NotHere />
    </main>
  );
}

/** A part of the interface that did not arrive: the connection is lost, or a newer version replaced it. */
function isUnfetched(message: string): boolean {
  return /import|fetch|module|load/i.test(message);
}

export function LoadFailed({ error }: ErrorComponentProps) {
  const router = useRouter();
  const { t } = useTranslation();
  if (asProblem(error).gone) return <NotFound />;
  const said = error instanceof Error ? error.message : String(error);
  if (!(error instanceof ApiProblem) && !isUnfetched(said)) {
    return (
      <main className="page">
        <div className="note bad" role="alert">
          <span className="grow">{t("problem.page", { said })}</span>
          <Button size="small" onClick={() => window.location.reload()}>
            {t("action.retry")}
          </Button>
        </div>
      </main>
    );
  }
  return (
    <main className="page">
      <ProblemNote error={error} onRetry={() => void router.invalidate()} />
    </main>
  );
}
