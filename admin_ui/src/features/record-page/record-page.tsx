/** A record: who it is, where it stands, its facts, and what happened to it. */

import { useQuery } from "@tanstack/react-query";
import { Link, getRouteApi } from "@tanstack/react-router";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";

import { readRecord } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { entityOf, type EntityModel } from "../../lib/model";
import { EmptyState } from "../../ui/empty-state";
import { ProblemNote } from "../../ui/problem-note";
import { RecordView } from "./record-view";

const route = getRouteApi("/signed-in/w/$workspace/$app/$entity/$id");

export function RecordPage() {
  const { t } = useTranslation();
  const params = route.useParams();
  const { model } = useAppPlace();
  const entity = entityOf(model, params.entity);
  if (!entity || !/^\d{1,16}$/.test(params.id)) {
    return (
      <div className="page">
        <EmptyState page text={t("problem.notFound")} />
      </div>
    );
  }
  return <LoadedRecord key={`${entity.id} ${params.id}`} entity={entity} id={Number(params.id)} />;
}

function LoadedRecord({ entity, id }: { entity: EntityModel; id: number }) {
  const { t } = useTranslation();
  const { workspace, app } = useAppPlace();
  const place = { workspace, app, entity: entity.name };
  const record = useQuery({
    queryKey: ["records", place, "one", id],
    queryFn: () => readRecord(place, id),
  });
  if (record.data?.out_of_sight) {
    return (
      <div className="page">
        <EmptyState page text={t("form.savedOutOfSight")}>
          <Link to="/w/$workspace/$app/$entity" params={place}>
            {t("form.toList")}
          </Link>
        </EmptyState>
      </div>
    );
  }
  if (record.data) return <RecordView entity={entity} record={record.data} place={place} />;
  return (
    <div className="page">
      {record.error ? (
        <ProblemNote error={record.error} onRetry={() => void record.refetch()} />
      ) : (
        <Skeleton active paragraph={{ rows: 10 }} />
      )}
    </div>
  );
}
