/** A page that could not be loaded, or an address that leads nowhere. */

import { Link, useRouter, type ErrorComponentProps } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { asProblem } from "../lib/api/problem";
import { EmptyState } from "../ui/empty-state";
import { ProblemNote } from "../ui/problem-note";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main className="page">
      <EmptyState page text={t("problem.notFound")}>
        <Link to="/">{t("action.home")}</Link>
      </EmptyState>
    </main>
  );
}

export function LoadFailed({ error }: ErrorComponentProps) {
  const router = useRouter();
  if (asProblem(error).status === 404) return <NotFound />;
  return (
    <main className="page">
      <ProblemNote error={error} onRetry={() => void router.invalidate()} />
    </main>
  );
}
