/** What a search finds in a tree: each record with the way that leads to it. */

import { Button, Skeleton } from "antd";
import { useTranslation } from "react-i18next";

import type { Place } from "../../lib/api/records";
import type { EntityModel } from "../../lib/model";
import { FieldShow } from "../../fields/field-show";
import { controlOf } from "../../fields/registry";
import { EmptyState } from "../../ui/empty-state";
import { OpenLink } from "../../ui/open-link";
import { ProblemNote } from "../../ui/problem-note";
import type { TreeModel } from "./tree-model";
import { useFound, type AskedOfTree } from "./use-tree";

interface FoundLinesProps {
  entity: EntityModel;
  tree: TreeModel;
  place: Place;
  asked: AskedOfTree;
}

export function FoundLines({ entity, tree, place, asked }: FoundLinesProps) {
  const { t } = useTranslation();
  const found = useFound(place, asked, true);
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  if (found.error && rows.length === 0)
    return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  if (found.isSuccess && rows.length === 0) return <EmptyState text={t("list.noneFound")} />;
  return (
    <div className="card tree-card" aria-busy={found.isPending}>
      {found.isPending ? <Skeleton active className="list-skeleton" paragraph={{ rows: 8 }} /> : null}
      <ul className="tree-found">
        {rows.map((row) => (
          <li key={row.id}>
            <div className="tree-way">
              {(row.path ?? []).map((step) => (
                <span key={step.id} className="muted">
                  <OpenLink className="quiet-link" entity={entity.name} id={step.id}>
                    {step.label}
                  </OpenLink>
                  <span aria-hidden="true"> / </span>
                </span>
              ))}
              <OpenLink className="title-link" entity={entity.name} id={row.id}>
                {row.title || `#${row.id}`}
              </OpenLink>
            </div>
            <span className="tree-facts">
              {tree.facts.map(({ path, field }) =>
                controlOf(field.type).isBlank(row.values[path]) ? null : (
                  <FieldShow key={path} field={field} value={row.values[path]} compact />
                ),
              )}
            </span>
          </li>
        ))}
      </ul>
      {found.hasNextPage ? (
        <Button type="link" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("tree.more")}
        </Button>
      ) : null}
    </div>
  );
}
