/** What happened to a record: who changed what, and when, newest first. */

import { useQuery } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { readHistory, type HistoryItem, type Place } from "../../lib/api/records";
import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { formatAgo, formatInstant } from "../../lib/format/dates";
import { textOf } from "../../lib/label";
import { fieldOf, type EntityModel } from "../../lib/model";
import { FieldShow } from "../../fields/field-show";
import { ProblemNote } from "../../ui/problem-note";

interface HistoryProps {
  entity: EntityModel;
  place: Place;
  id: number;
  version: number;
}

/** Facts that only repeat what the entry says anyway. */
const QUIET = new Set(["stage_entered_at", "updated_at", "updated_by"]);
const KINDS = new Set(["create", "update", "delete", "restore", "stage", "owner", "import", "undo"]);

export function History({ entity, place, id, version }: HistoryProps) {
  const { t } = useTranslation();
  const history = useQuery({
    queryKey: ["records", place, "history", id, version],
    queryFn: () => readHistory(place, id),
  });
  return (
    <section className="card form-section history" aria-label={t("history.title")}>
      <h2>{t("history.title")}</h2>
      {history.isPending ? <Skeleton active title={false} /> : null}
      {history.error ? <ProblemNote error={history.error} onRetry={() => void history.refetch()} /> : null}
      <ol className="timeline">
        {(history.data ?? []).map((item) => (
          <HistoryEntry key={item.version} item={item} entity={entity} />
        ))}
      </ol>
    </section>
  );
}

function HistoryEntry({ item, entity }: { item: HistoryItem; entity: EntityModel }) {
  const { t, i18n } = useTranslation();
  const [now] = useState(() => Date.now());
  const timeZone = timeZoneOf(useAppPlace());
  const kind = KINDS.has(item.kind) ? t(`history.kind.${item.kind}` as "history.kind.create") : item.kind;
  return (
    <li className={item.kind === "update" ? "event" : "event strong"}>
      <div>{kind}</div>
      {item.changes.map((change) => {
        const field = fieldOf(entity, change.field);
        if (!field || QUIET.has(field.name)) return null;
        return (
          <div key={change.field} className="change">
            <span className="muted">{textOf(field.label, i18n.language)}</span>
            <FieldShow field={field} value={change.before} compact />
            <span aria-hidden="true">→</span>
            <span className="sr-only">{t("history.to")}</span>
            <FieldShow field={field} value={change.after} compact />
          </div>
        );
      })}
      <div className="when">
        {item.by ? `${item.by.label} · ` : ""}
        <time dateTime={item.at} title={formatInstant(item.at, timeZone)}>
          {formatAgo(item.at, i18n.language, now)}
        </time>
      </div>
    </li>
  );
}
