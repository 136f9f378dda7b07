/** The first records of a view or a condition. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Skeleton } from "antd";
import { Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { countRecords, queryRecords } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { formatCount } from "../../lib/format/numbers";
import { textOf } from "../../lib/label";
import { viewNamed } from "../../lib/menu";
import { entityOf, fieldOf, pluralOf, type EntityModel, type ViewModel } from "../../lib/model";
import type { BlockModel } from "../../lib/page-model";
import { withStage } from "../../fields/deadlines";
import { ShortRows } from "../../fields/short-rows";
import { ProblemNote } from "../../ui/problem-note";
import { useCreate } from "../../ui/use-create";
import { recordsBehind } from "./records-behind";

const FEW = 6;
const MOST_COLUMNS = 5;

export function ListBlock({ block }: { block: BlockModel }) {
  const { model } = useAppPlace();
  const view = viewNamed(model, block.view);
  const entity = entityOf(model, view?.entity ?? block.entity ?? "");
  return entity ? <List block={block} entity={entity} view={view} /> : null;
}

interface ListProps {
  block: BlockModel;
  entity: EntityModel;
  view: ViewModel | undefined;
}

/** What is asked of the server for a block: its view, its condition, its columns. */
function askedOf({ block, entity, view }: ListProps) {
  const names = block.fields ?? (view?.columns ?? []).map(({ field }) => field);
  const columns = names.flatMap((name) => fieldOf(entity, name) ?? []).slice(0, MOST_COLUMNS);
  const rows = { view: view?.id ?? null, filter: block.where ?? null };
  const sort = block.sort ?? view?.sort ?? entity.default_sort;
  const page = { fields: withStage(entity, columns), sort, limit: block.limit ?? FEW };
  return { columns, rows, page };
}

function useRows(props: ListProps) {
  const { workspace, app } = useAppPlace();
  const place = { workspace, app, entity: props.entity.name };
  const asked = askedOf(props);
  const page = useQuery({
    queryKey: ["records", place, "home", asked.rows, asked.page],
    queryFn: ({ signal }) => queryRecords(place, { ...asked.rows, ...asked.page }, signal),
  });
  const isCut = page.data?.next != null;
  const count = useQuery({
    queryKey: ["records", place, "home count", asked.rows],
    queryFn: ({ signal }) => countRecords(place, asked.rows, signal),
    enabled: isCut,
    retry: false,
  });
  const rows = page.data?.items ?? [];
  return {
    columns: asked.columns,
    rows,
    page,
    total: isCut ? count.data : page.data && { count: rows.length, capped: false },
  };
}

function List(props: ListProps) {
  const { block, entity, view } = props;
  const { t, i18n } = useTranslation();
  const { columns, rows, page, total } = useRows(props);
  const label = textOf(block.label ?? view?.label ?? pluralOf(entity), i18n.language);
  return (
    <section className="card block-card" aria-label={label}>
      <Head {...props} label={label} total={total} />
      {page.isPending ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : null}
      {page.error ? <ProblemNote error={page.error} onRetry={() => void page.refetch()} /> : null}
      {page.isSuccess && rows.length === 0 ? (
        <div className="block-empty muted">{textOf(block.empty, i18n.language) || t("home.nothing")}</div>
      ) : null}
      {rows.length > 0 ? <ShortRows entity={entity} columns={columns} rows={rows} /> : null}
    </section>
  );
}

interface HeadProps extends ListProps {
  label: string;
  total: { count: number; capped: boolean } | undefined;
}

function Head({ block, entity, view, label, total }: HeadProps) {
  const { t, i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  const create = useCreate();
  const search = recordsBehind(view, block.where);
  const title = t("form.newTitle", { name: textOf(entity.label, i18n.language) });
  return (
    <div className="row-line">
      <h2>
        <Link
          className="home-heading"
          to="/w/$workspace/$app/$entity"
          params={{ workspace, app, entity: entity.name }}
          search={search}
        >
          {label}
        </Link>
      </h2>
      <span className="muted small numeric grow">
        {total ? `${formatCount(total.count, i18n.language)}${total.capped ? "+" : ""}` : ""}
      </span>
      {block.create !== false && entity.actions.includes("create") ? (
        <Button
          type="text"
          size="small"
          icon={<Plus size={15} aria-hidden="true" />}
          aria-label={title}
          title={title}
          onClick={() => create(entity.name)}
        />
      ) : null}
    </div>
  );
}
