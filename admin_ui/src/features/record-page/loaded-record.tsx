/** Fetches a record and gives it to what is drawn of it. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Skeleton } from "antd";
import { useMemo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { readRecord, type RecordData } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import type { EntityModel } from "../../lib/model";
import { EmptyState } from "../../ui/empty-state";
import { ProblemNote } from "../../ui/problem-note";
import { NotHere } from "../../ui/not-here";
import { RecordProvider } from "./record-context";

interface LoadedRecordProps {
  entity: EntityModel;
  id: number;
  children: ReactNode;
}

export function LoadedRecord({ entity, id, children }: LoadedRecordProps) {
  const { t } = useTranslation();
  const { workspace, app } = useAppPlace();
  const queries = useQueryClient();
  const place = useMemo(() => ({ workspace, app, entity: entity.name }), [workspace, app, entity.name]);
  const found = useQuery({
    queryKey: ["records", place, "one", id],
    queryFn: () => readRecord(place, id),
  });
  const record = found.data;
  const inView = useMemo(() => {
    if (!record) return null;
    return {
      entity,
      record,
      place,
      editable: entity.actions.includes("edit") && !record.deleted,
      onChanged: (next: RecordData) => {
        queries.setQueryData(["records", place, "one", next.id], next);
        void queries.invalidateQueries({
          queryKey: ["records"],
          predicate: ({ queryKey }) => queryKey[2] !== "one" || queryKey[3] !== next.id,
        });
      },
      onRefresh: () => void queries.invalidateQueries({ queryKey: ["records"] }),
    };
  }, [entity, record, place, queries]);
  if (record?.out_of_sight) {
    return (
      <div className="page">
        <EmptyState page text={t("form.savedOutOfSight")}>
          <Link to="/w/$workspace/$app/$entity" params={place} search={{}}>
            {t("form.toList")}
          </Link>
        </EmptyState>
      </div>
    );
  }
  if (found.error && asProblem(found.error).gone) return <NotHere />;
  if (inView) return <RecordProvider value={inView}>{children}</RecordProvider>;
  return (
    <div className="page">
      {found.error ? (
        <ProblemNote error={found.error} onRetry={() => void found.refetch()} />
      ) : (
        <Skeleton active paragraph={{ rows: 10 }} />
      )}
    </div>
  );
}
