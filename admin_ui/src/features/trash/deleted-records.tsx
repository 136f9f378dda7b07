/** The deleted records of one kind, the latest first: found, chosen, brought back. */

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Input, Skeleton } from "antd";
import { RotateCcw } from "lucide-react";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { queryRecords, type RecordRow } from "../../lib/api/records";
import { restoreRecords } from "../../lib/api/trash";
import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import type { Condition } from "../../lib/conditions/tree";
import { formatInstant } from "../../lib/format/dates";
import { fieldOf, type EntityModel } from "../../lib/model";
import { failureWords } from "../../fields/failure-words";
import { EmptyState } from "../../ui/empty-state";
import { OpenLink } from "../../ui/open-link";
import { ProblemNote, useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import { useUndo } from "../../ui/use-undo";

const DAY = 86_400_000;

interface DeletedRecordsProps {
  entity: EntityModel;
  /** After how many days they go for good. */
  days: number;
}

/** Deleted records stand in no index of words: their titles are looked through. */
function titled(entity: EntityModel, text: string): Condition | null {
  const words = text.trim();
  if (!words) return null;
  const fields = entity.title.filter((name) => fieldOf(entity, name)?.operators.includes("contains"));
  const any: Condition[] = fields.map((field) => ({ field, op: "contains", value: words }));
  return any.length > 0 ? { any } : null;
}

function useDeleted(entity: EntityModel, text: string) {
  const { workspace, app } = useAppPlace();
  const place = { workspace, app, entity: entity.name };
  const filter = titled(entity, text);
  return useInfiniteQuery({
    queryKey: ["records", place, "trash", filter],
    queryFn: ({ pageParam, signal }) =>
      queryRecords(
        place,
        {
          trash: true,
          filter,
          fields: ["updated_at", "updated_by"],
          sort: [{ field: "updated_at", direction: "desc" }],
          limit: 50,
          cursor: pageParam,
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
}

function useRestore(entity: EntityModel, onDone: () => void) {
  const { t, i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  const place = { workspace, app, entity: entity.name };
  const queries = useQueryClient();
  const message = useMessage();
  const say = useProblemText();
  const offerUndo = useUndo(workspace);
  return useMutation({
    mutationFn: (which: { ids: number[] } | { filter: Condition | null }) => restoreRecords(place, which),
    onSuccess: async ({ done, failures, changeSet }) => {
      if (done > 0) offerUndo(t("trash.restored", { count: done }), changeSet);
      for (const { problems } of failures.slice(0, 3)) {
        message.error(failureWords(entity, problems, i18n.language), 8);
      }
      onDone();
      await queries.invalidateQueries({ queryKey: ["records"] });
    },
    onError: (error) => void message.error(say(asProblem(error))),
  });
}

export function DeletedRecords({ entity, days }: DeletedRecordsProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const looked = useDeferredValue(text);
  const found = useDeleted(entity, looked);
  const restore = useRestore(entity, () => setChosen(new Set()));
  const rows = found.data?.pages.flatMap(({ items }) => items) ?? [];
  const ids = rows.map(({ id }) => id).filter((id) => chosen.has(id));
  return (
    <section className="card trash-card" aria-label={t("trash.records")}>
      <div className="row-line wrap-line">
        <Input.Search
          className="trash-search"
          allowClear
          maxLength={200}
          placeholder={t("trash.find")}
          aria-label={t("trash.find")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="grow" />
        {found.hasNextPage && ids.length === rows.length ? (
          // More than are shown here: all of them, of which the chosen ones are only the first.
          <Button
            loading={restore.isPending}
            onClick={() => restore.mutate({ filter: titled(entity, looked) })}
          >
            {t("trash.restoreAll")}
          </Button>
        ) : null}
        <Button
          type="primary"
          disabled={ids.length === 0}
          loading={restore.isPending}
          icon={<RotateCcw size={14} aria-hidden="true" />}
          onClick={() => restore.mutate({ ids })}
        >
          {ids.length > 0 ? t("trash.restoreMany", { count: ids.length }) : t("trash.restore")}
        </Button>
      </div>
      <div className="muted small">{t("trash.days", { count: days })}</div>
      <Standing found={found} none={rows.length === 0} text={text} onShowAll={() => setText("")} />
      {rows.length > 0 ? (
        <Rows
          entity={entity}
          days={days}
          rows={rows}
          chosen={chosen}
          onChosen={setChosen}
          onRestore={(id) => restore.mutate({ ids: [id] })}
        />
      ) : null}
      {found.hasNextPage ? (
        <Button type="link" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("list.more")}
        </Button>
      ) : null}
    </section>
  );
}

interface StandingProps {
  found: ReturnType<typeof useDeleted>;
  none: boolean;
  text: string;
  onShowAll: () => void;
}

/** Why no rows stand here: they are on their way, could not be read, or there are none. */
function Standing({ found, none, text, onShowAll }: StandingProps) {
  const { t } = useTranslation();
  if (found.isPending) return <Skeleton active title={false} paragraph={{ rows: 5 }} />;
  if (found.error) return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  if (!none) return null;
  return (
    <EmptyState text={t(text ? "trash.noneFound" : "trash.noneOfKind")}>
      {text ? <Button onClick={onShowAll}>{t("trash.showAll")}</Button> : null}
    </EmptyState>
  );
}

interface RowsProps extends DeletedRecordsProps {
  rows: readonly RecordRow[];
  chosen: ReadonlySet<number>;
  onChosen: (ids: ReadonlySet<number>) => void;
  onRestore: (id: number) => void;
}

function Rows({ entity, days, rows, chosen, onChosen, onRestore }: RowsProps) {
  const { t } = useTranslation();
  const timeZone = timeZoneOf(useAppPlace());
  const [now] = useState(() => Date.now());
  const every = rows.every(({ id }) => chosen.has(id));
  function toggle(id: number) {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    onChosen(next);
  }
  return (
    <div className="short-rows trash-rows">
      <table>
        <thead>
          <tr>
            <th>
              <Checkbox
                aria-label={t("trash.chooseAll")}
                checked={every}
                indeterminate={!every && rows.some(({ id }) => chosen.has(id))}
                onChange={() => onChosen(new Set(every ? [] : rows.map(({ id }) => id)))}
              />
            </th>
            <th className="elastic">{t("trash.record")}</th>
            <th className="trash-at">{t("trash.deletedAt")}</th>
            <th className="trash-by">{t("trash.deletedBy")}</th>
            <th>{t("trash.left")}</th>
            <th>
              <span className="sr-only">{t("trash.restore")}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const title = row.title || `#${row.id}`;
            const at = typeof row.values.updated_at === "string" ? row.values.updated_at : "";
            const left = Math.max(0, Math.ceil((Date.parse(at) + days * DAY - now) / DAY));
            return (
              <tr key={row.id}>
                <td>
                  <Checkbox
                    aria-label={t("trash.choose", { title })}
                    checked={chosen.has(row.id)}
                    onChange={() => toggle(row.id)}
                  />
                </td>
                <td className="elastic">
                  <OpenLink entity={entity.name} id={row.id} className="short-title">
                    {title}
                  </OpenLink>
                </td>
                <td className="numeric trash-at">{at ? formatInstant(at, timeZone, true) : ""}</td>
                <td className="trash-by">{personIn(row.values.updated_by)}</td>
                <td className="numeric">{at ? t("trash.daysLeft", { count: left }) : ""}</td>
                <td className="end">
                  <Button
                    size="small"
                    type="link"
                    aria-label={t("trash.restoreOne", { title })}
                    onClick={() => onRestore(row.id)}
                  >
                    {t("trash.restore")}
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function personIn(value: unknown): string {
  return typeof value === "object" && value !== null && "label" in value ? String(value.label) : "";
}
