/** The last imports into an entity, each leading back to its result and its undo. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { readEarlierImports, type EarlierImport } from "../../lib/api/imports";
import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { formatAgo, formatInstant } from "../../lib/format/dates";
import { formatCount } from "../../lib/format/numbers";
import type { EntityModel } from "../../lib/model";
import { Pill } from "../../ui/pill";

const POLL_MS = 3000;
const MEANINGS = {
  queued: "info",
  running: "info",
  done: "ok",
  failed: "bad",
  cancelled: "warn",
  undone: "warn",
} as const;

function isUnderWay({ state }: EarlierImport): boolean {
  return state === "queued" || state === "running";
}

export function RecentImports({ entity }: { entity: EntityModel }) {
  const { t } = useTranslation();
  const { workspace, app } = useAppPlace();
  const { data: imports = [] } = useQuery({
    queryKey: ["imports", workspace, app, entity.name],
    queryFn: () => readEarlierImports(workspace, app, entity.name),
    staleTime: 0,
    refetchInterval: ({ state: { data } }) => (data?.some(isUnderWay) ? POLL_MS : false),
  });
  if (imports.length === 0) return null;
  return (
    <section className="card recent-imports" aria-label={t("import.recent.title")}>
      <h2>{t("import.recent.title")}</h2>
      <ul>
        {imports.map((item) => (
          <li key={item.id}>
            <RecentImport item={item} entity={entity} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function RecentImport({ item, entity }: { item: EarlierImport; entity: EntityModel }) {
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const { workspace, app, session } = place;
  const [now] = useState(() => Date.now());
  const state = item.undone ? "undone" : item.state;
  const counted = (count: number) => formatCount(count, i18n.language);
  return (
    <>
      <Link
        className="recent-name"
        to="/w/$workspace/$app/$entity/import"
        params={{ workspace, app, entity: entity.name }}
        search={{ import: item.id }}
      >
        {item.file}
      </Link>
      <Pill meaning={MEANINGS[state]} text={t(`import.recent.state.${state}`)} />
      <span className="muted small">
        {item.by.id === session.user.id ? "" : `${item.by.label} · `}
        <time dateTime={item.at} title={formatInstant(item.at, timeZoneOf(place))}>
          {formatAgo(item.at, i18n.language, now, timeZoneOf(place))}
        </time>
      </span>
      {item.result ? (
        <span className="muted small numeric">
          {t("import.recent.counts", {
            created: counted(item.result.created),
            updated: counted(item.result.updated),
            failed: counted(item.result.failed),
          })}
        </span>
      ) : null}
    </>
  );
}
