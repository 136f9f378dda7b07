/** What was deleted and can come back: records of each kind and, for administrators, fields and kinds of records. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Segmented, Skeleton } from "antd";
import { useTranslation } from "react-i18next";

import { countDeleted, type DeletedCount } from "../../lib/api/trash";
import { mayBuild, useAppPlace } from "../../lib/app-context";
import { formatCount } from "../../lib/format/numbers";
import { textOf } from "../../lib/label";
import { entityOf, pluralOf } from "../../lib/model";
import { AppIcon } from "../../ui/app-icon";
import { EmptyState } from "../../ui/empty-state";
import { ProblemNote } from "../../ui/problem-note";
import { DeletedElements } from "./deleted-elements";
import { DeletedRecords } from "./deleted-records";
import "../../fields/short-rows.css";
import "./trash.css";

const route = getRouteApi("/signed-in/w/$workspace/$app/-trash");

export function TrashPage() {
  const { t } = useTranslation();
  const place = useAppPlace();
  const navigate = useNavigate();
  const { of } = route.useSearch();
  const builder = mayBuild(place);
  return (
    <div className="page trash-page">
      <div className="page-title wrap-line">
        <h1>{t("trash.title")}</h1>
        <span className="grow" />
        {builder ? (
          <Segmented
            aria-label={t("trash.title")}
            value={of === "fields" ? "fields" : "records"}
            onChange={(next) =>
              void navigate({ to: ".", search: next === "fields" ? { of: "fields" } : {}, replace: true })
            }
            options={[
              { value: "records", label: t("trash.records") },
              { value: "fields", label: t("trash.elements") },
            ]}
          />
        ) : null}
      </div>
      {builder && of === "fields" ? <DeletedElements /> : <RecordTrash />}
    </div>
  );
}

/** The kinds of which something was deleted, the first of them in view unless another was chosen. */
function RecordTrash() {
  const { t } = useTranslation();
  const { workspace, app, model } = useAppPlace();
  const { entity: chosen } = route.useSearch();
  const counts = useQuery({
    queryKey: ["records", { workspace, app }, "trash counts"],
    queryFn: () => countDeleted({ workspace, app }),
  });
  if (counts.isPending) return <Skeleton active paragraph={{ rows: 6 }} />;
  if (counts.error) return <ProblemNote error={counts.error} onRetry={() => void counts.refetch()} />;
  const filled = counts.data.filter(({ count, entity }) => count !== 0 || entity === chosen);
  const shown = filled.find(({ entity }) => entity === chosen) ?? filled[0];
  const entity = shown && entityOf(model, shown.entity);
  if (!shown || !entity) {
    return (
      <EmptyState text={t("trash.empty")}>
        <Link to="/w/$workspace/$app" params={{ workspace, app }}>
          {t("trash.home")}
        </Link>
      </EmptyState>
    );
  }
  return (
    <>
      <Kinds counts={filled} shown={shown.entity} />
      <DeletedRecords key={entity.id} entity={entity} days={shown.days} />
    </>
  );
}

function Kinds({ counts, shown }: { counts: readonly DeletedCount[]; shown: string }) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  return (
    <nav className="row-line wrap-line" aria-label={t("trash.kinds")}>
      {counts.map(({ entity: name, count, capped }) => {
        const entity = entityOf(model, name);
        if (!entity) return null;
        return (
          <Link
            key={name}
            className="app-chip"
            to="."
            search={{ entity: name }}
            aria-current={name === shown ? "page" : undefined}
          >
            <AppIcon name={entity.icon} />
            {textOf(pluralOf(entity), i18n.language)}
            <span className="muted small numeric">
              {count === null ? "" : `${formatCount(count, i18n.language)}${capped ? "+" : ""}`}
            </span>
          </Link>
        );
      })}
    </nav>
  );
}
