/** Leads to the user guide from where there is no app yet. */

import { Link } from "@tanstack/react-router";
import { CircleQuestionMark } from "lucide-react";
import { useTranslation } from "react-i18next";

export function HelpLink({ page }: { page: string }) {
  const { t } = useTranslation();
  return (
    <Link className="icon-link" to="/help/$page" params={{ page }} aria-label={t("help.open")}>
      <CircleQuestionMark size={17} aria-hidden="true" />
    </Link>
  );
}
