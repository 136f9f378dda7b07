/** Records that refer to the one in view: the first of them, how many there are, and a new one in place. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { countRecords, queryRecords } from "../../../lib/api/records";
import { useAppPlace } from "../../../lib/app-context";
import { formatCount } from "../../../lib/format/numbers";
import { textOf } from "../../../lib/label";
import { entityOf, fieldOf, pluralOf, type EntityModel, type FieldModel } from "../../../lib/model";
import type { BlockModel } from "../../../lib/page-model";
import { withStage } from "../../../fields/deadlines";
import { ShortRows } from "../../../fields/short-rows";
import { ProblemNote } from "../../../ui/problem-note";
import { columnsOf, mayName, naming, referenceTo } from "../layout";
import { QuickCreate } from "../quick-create";
import { useRecord } from "../record-context";

const FEW = 5;
const STEP = 20;
const MOST = 100;

export function RelatedBlock({ block }: { block: BlockModel }) {
  const { model } = useAppPlace();
  const { entity } = useRecord();
  const other = block.entity ? entityOf(model, block.entity) : undefined;
  const via =
    other &&
    (fieldOf(other, block.via ?? "") ??
      other.fields.find((field) => !field.system && mayName(field, entity)));
  return other && via ? <Related block={block} other={other} via={via} /> : null;
}

interface RelatedProps {
  block: BlockModel;
  other: EntityModel;
  via: FieldModel;
}

/** Which records refer to the one in view, as far as they are shown. */
function useRelated({ block, other, via }: RelatedProps) {
  const { workspace, app, model } = useAppPlace();
  const { record } = useRecord();
  const [limit, setLimit] = useState(block.limit ?? FEW);
  const place = { workspace, app, entity: other.name };
  const filter = naming(via, record.id, block.where);
  const columns = columnsOf(model, other, block);
  const fields = withStage(other, columns);
  const sort = block.sort ?? other.default_sort;
  const page = useQuery({
    queryKey: ["records", place, "related", record.id, { filter, fields, sort, limit }],
    queryFn: ({ signal }) => queryRecords(place, { filter, fields, sort, limit }, signal),
    placeholderData: keepPreviousData,
  });
  const isCut = page.data?.next != null;
  const count = useQuery({
    queryKey: ["records", place, "related count", record.id, filter],
    queryFn: ({ signal }) => countRecords(place, { filter }, signal),
    enabled: isCut,
    retry: false,
  });
  const rows = page.data?.items ?? [];
  return {
    columns,
    rows,
    page,
    total: isCut ? count.data : { count: rows.length, capped: false },
    more: isCut && limit < MOST ? () => setLimit(Math.min(MOST, limit + STEP)) : undefined,
  };
}

function Related(props: RelatedProps) {
  const { block, other, via } = props;
  const { i18n } = useTranslation();
  const { entity, record, onRefresh } = useRecord();
  const [creating, setCreating] = useState(false);
  const related = useRelated(props);
  const label = textOf(block.label ?? pluralOf(other), i18n.language);
  return (
    <section className="card form-section related" aria-label={label}>
      <RelatedHead {...props} label={label} total={related.total} onCreate={() => setCreating(true)} />
      <RelatedRows {...props} related={related} />
      {creating ? (
        <QuickCreate
          entity={other}
          start={referenceTo(via, entity, record)}
          draft={`new in ${entity.name} ${record.id}`}
          onCancel={() => setCreating(false)}
          onCreated={() => {
            setCreating(false);
            onRefresh();
          }}
        />
      ) : null}
    </section>
  );
}

interface RelatedHeadProps extends RelatedProps {
  label: string;
  total: { count: number; capped: boolean } | undefined;
  onCreate: () => void;
}

function RelatedHead({ block, other, via, label, total, onCreate }: RelatedHeadProps) {
  const { t, i18n } = useTranslation();
  const { record } = useRecord();
  const mayCreate =
    block.create !== false && other.actions.includes("create") && via.access === "write" && !record.deleted;
  return (
    <div className="row-line">
      <h2>{label}</h2>
      <span className="muted small numeric grow">
        {total ? `${formatCount(total.count, i18n.language)}${total.capped ? "+" : ""}` : ""}
      </span>
      {mayCreate ? (
        <Button
          type="link"
          size="small"
          className="no-print"
          icon={<Plus size={14} aria-hidden="true" />}
          aria-label={t("record.newRelated", { name: textOf(other.label, i18n.language) })}
          onClick={onCreate}
        >
          {t("list.new")}
        </Button>
      ) : null}
    </div>
  );
}

function RelatedRows({ block, other, related }: RelatedProps & { related: ReturnType<typeof useRelated> }) {
  const { t, i18n } = useTranslation();
  const { page, rows, columns, more } = related;
  if (page.isPending) return <Skeleton active title={false} paragraph={{ rows: 2 }} />;
  if (page.error) return <ProblemNote error={page.error} onRetry={() => void page.refetch()} />;
  if (rows.length === 0)
    return (
      <div className="muted small says-nothing">
        {textOf(block.empty, i18n.language) ||
          t("list.empty", { name: textOf(pluralOf(other), i18n.language) })}
      </div>
    );
  return (
    <>
      <ShortRows entity={other} columns={columns} rows={rows} />
      {more ? (
        <div className="no-print">
          <Button size="small" type="link" loading={page.isFetching} onClick={more}>
            {t("list.more")}
          </Button>
        </div>
      ) : null}
    </>
  );
}
