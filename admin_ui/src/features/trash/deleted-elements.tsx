/** Deleted fields and kinds of records: brought back with what they held, or given up for good. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Popconfirm, Skeleton } from "antd";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { purgeElement, readElementTrash, restoreElement, type DeletedElement } from "../../lib/api/trash";
import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { formatInstant } from "../../lib/format/dates";
import { textOf } from "../../lib/label";
import { EmptyState } from "../../ui/empty-state";
import { HelpLink } from "../../ui/help-link";
import { ProblemNote, useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";

export function DeletedElements() {
  const { t } = useTranslation();
  const { workspace, app } = useAppPlace();
  const queryKey = ["element trash", workspace, app];
  const found = useQuery({ queryKey, queryFn: () => readElementTrash({ workspace, app }) });
  if (found.isPending) return <Skeleton active paragraph={{ rows: 5 }} />;
  if (found.error) return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data.length === 0)
    return (
      <EmptyState text={t("trash.noElements")}>
        <HelpLink page="undo" />
      </EmptyState>
    );
  return (
    <section className="card trash-card" aria-label={t("trash.elements")}>
      <div className="muted small">{t("trash.elementsHint")}</div>
      <div className="short-rows trash-rows">
        <table>
          <thead>
            <tr>
              <th>{t("trash.element")}</th>
              <th>{t("trash.of")}</th>
              <th>{t("trash.deletedAt")}</th>
              <th>
                <span className="sr-only">{t("trash.restore")}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.data.map((element) => (
              <Line key={element.id} element={element} queryKey={queryKey} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function Line({ element, queryKey }: { element: DeletedElement; queryKey: readonly string[] }) {
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const { workspace, app } = place;
  const queries = useQueryClient();
  const message = useMessage();
  const say = useProblemText();
  const label = textOf(element.label, i18n.language) || element.name;
  const onError = (error: Error) => void message.error(say(asProblem(error)));
  const restore = useMutation({
    mutationFn: () => restoreElement({ workspace, app }, element.id),
    onSuccess: async () => {
      message.success(t("trash.elementRestored", { label }));
      await queries.invalidateQueries({ queryKey: ["model"] });
      await queries.invalidateQueries({ queryKey });
    },
    onError,
  });
  const purge = useMutation({
    mutationFn: () => purgeElement({ workspace, app }, element.id),
    onSuccess: () => queries.invalidateQueries({ queryKey }),
    onError,
  });
  return (
    <tr>
      <td className="short-title">{label}</td>
      <td>
        {element.kind === "entity" ? t("trash.wholeKind") : textOf(element.entity_label, i18n.language)}
      </td>
      <td className="numeric">{formatInstant(element.deleted_at, timeZoneOf(place))}</td>
      <td className="end">
        <Button
          size="small"
          type="link"
          loading={restore.isPending}
          aria-label={t("trash.restoreOne", { title: label })}
          onClick={() => restore.mutate()}
        >
          {t("trash.restore")}
        </Button>
        <Popconfirm
          title={t("trash.purgeTitle", { label })}
          description={t("trash.purgeHint")}
          okText={t("trash.purge")}
          okButtonProps={{ danger: true }}
          cancelText={t("action.cancel")}
          onConfirm={() => purge.mutate()}
        >
          <Button size="small" type="link" danger loading={purge.isPending}>
            {t("trash.purge")}
          </Button>
        </Popconfirm>
      </td>
    </tr>
  );
}
