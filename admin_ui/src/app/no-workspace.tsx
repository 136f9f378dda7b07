/** What a person sees who belongs to no workspace yet. */

import { useTranslation } from "react-i18next";

import { EmptyState } from "../ui/empty-state";

export function NoWorkspace() {
  const { t } = useTranslation();
  return (
    <main className="page">
      <EmptyState page text={t("shell.noWorkspace")} />
    </main>
  );
}
