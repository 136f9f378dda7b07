/** Somebody deleted the record that is being edited: who and when, and where what was typed can go. */

import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { readHistory } from "../../lib/api/records";
import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { draftStore } from "../../lib/drafts";
import { formatAgo } from "../../lib/format/dates";
import type { WireValues } from "../../lib/model";
import { useRecord } from "./record-context";

/** How what is typed reaches a new record that begins with what this one holds. */
const COPY = "copy";

export function DeletedNote({ typed, onTaken }: { typed: WireValues; onTaken: () => void }) {
  const { t, i18n } = useTranslation();
  const app = useAppPlace();
  const { entity, record, place } = useRecord();
  const navigate = useNavigate();
  const [now] = useState(() => Date.now());
  const history = useQuery({
    queryKey: ["records", place, "history", record.id, record.version],
    queryFn: () => readHistory(place, record.id),
  });
  const deletion = history.data?.find(({ kind }) => kind === "delete");
  function saveAsNew() {
    draftStore(place.workspace, place.app, place.entity, COPY, app.session.user.id).keep(typed);
    onTaken();
    void navigate({
      to: "/w/$workspace/$app/$entity/new",
      params: { ...place },
      search: { copy: record.id },
      ignoreBlocker: true,
    });
  }
  return (
    <div className="note bad" role="alert">
      <span className="grow">
        {deletion?.by
          ? t("form.deletedBy", {
              name: deletion.by.label,
              ago: formatAgo(deletion.at, i18n.language, now, timeZoneOf(app)),
            })
          : t("form.deleted")}
        {t("form.deletedKept")}
      </span>
      {entity.actions.includes("create") ? (
        <Button size="small" onClick={saveAsNew}>
          {t("form.saveAsNew")}
        </Button>
      ) : null}
    </div>
  );
}
