/** The one page for what is gone, forbidden, or was never there: nobody can tell which, and there is a way on. */

import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { EmptyState } from "./empty-state";

export function NotHere() {
  const { t } = useTranslation();
  return (
    <div className="page">
      <EmptyState page text={t("problem.notFound")}>
        <Link className="button-link" to="/">
          {t("action.home")}
        </Link>
      </EmptyState>
    </div>
  );
}
