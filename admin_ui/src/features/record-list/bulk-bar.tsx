/** What can be done with the chosen records. */

import { App, Button, Modal, Progress } from "antd";
import { ArrowRightCircle, Download, Pencil, Tags, Trash2, UserRound, X } from "lucide-react";
import { useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Progress as JobProgress } from "../../lib/api/bulk";
import type { Place, RecordQuery, Which } from "../../lib/api/records";
import { formatCount } from "../../lib/format/numbers";
import type { EntityModel } from "../../lib/model";
import { failureWords } from "../../fields/failure-words";
import { AssignDialog, ChoicesDialog, EditDialog, StageManyDialog } from "./bulk-dialogs";
import { choiceFields } from "./many-fields";
import { RecordTitle } from "./open-record";
import { EVERYTHING, sizeOf, type Selection } from "./selection";
import { toRows } from "./to-rows";
import { useBulk, type Left } from "./use-bulk";
import { useExport } from "./use-export";
import type { Count } from "./use-list";
import { DropMenu } from "../../ui/drop-menu";

interface BulkBarProps {
  entity: EntityModel;
  place: Place;
  which: Which;
  query: RecordQuery;
  count: Count | undefined;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  onDone: () => void;
}

type Dialog = "edit" | "assign" | "tags" | "stage";
const DIALOGS = {
  edit: EditDialog,
  assign: AssignDialog,
  tags: ChoicesDialog,
  stage: StageManyDialog,
} as const;

/** As many records go into the trash without a question. */
const UNASKED = 100;

function useActions(entity: EntityModel): { key: Dialog; icon: ReactNode; label: string }[] {
  const { t } = useTranslation();
  const mayEdit = entity.actions.includes("edit");
  const byHand = entity.flows.some(({ stages }) => stages.some(({ by_hand }) => by_hand));
  const all = [
    {
      key: "assign" as const,
      icon: <UserRound size={15} aria-hidden="true" />,
      label: t("bulk.assign"),
      shown: entity.ownable && entity.actions.includes("assign"),
    },
    {
      key: "tags" as const,
      icon: <Tags size={15} aria-hidden="true" />,
      label: t("bulk.tags"),
      shown: mayEdit && choiceFields(entity).length > 0,
    },
    {
      key: "stage" as const,
      icon: <ArrowRightCircle size={15} aria-hidden="true" />,
      label: t("bulk.stage"),
      shown: mayEdit && byHand,
    },
    {
      key: "edit" as const,
      icon: <Pencil size={15} aria-hidden="true" />,
      label: t("action.edit"),
      shown: mayEdit,
    },
  ];
  return all.filter(({ shown }) => shown);
}

export function BulkBar(props: BulkBarProps) {
  const { entity, place, which, count, selection } = props;
  const { t, i18n } = useTranslation();
  const { modal } = App.useApp();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const bulk = useBulk(place, selection, which, props.onDone, (ids) =>
    ids.length > 0 ? props.onSelection({ all: false, ids: new Set(ids) }) : props.onDone(),
  );
  const actions = useActions(entity);
  const size = sizeOf(selection, count && !count.capped ? count.count : null);
  const shown = size === null ? "" : formatCount(size, i18n.language);
  function remove() {
    const run = () => void bulk.run({ action: "delete" }).catch(() => undefined);
    // A few that were chosen by hand are meant, and a key brings them back.
    if (!selection.all && selection.ids.size <= UNASKED) run();
    else
      modal.confirm({
        title: size === null ? t("bulk.deleteAllAsk") : t("bulk.deleteAsk", { count: size, shown }),
        content: t("bulk.deleteHint"),
        okText: t("action.delete"),
        okButtonProps: { danger: true },
        cancelText: t("action.cancel"),
        focusable: { autoFocusButton: "cancel" },
        onOk: run,
      });
  }
  const Open = dialog ? DIALOGS[dialog] : null;
  return (
    <>
      <div className="bulk-bar strip" role="toolbar" aria-label={t("list.bulk")} onKeyDown={backToRows}>
        <span className="bulk-count" aria-live="polite">
          {size === null ? t("bulk.all") : t("list.selected", { count: size, shown })}
        </span>
        <ChooseAll count={count} selection={selection} onSelection={props.onSelection} />
        {actions.map(({ key, icon, label }) => (
          <Button key={key} type="text" icon={icon} disabled={bulk.busy} onClick={() => setDialog(key)}>
            {label}
          </Button>
        ))}
        {entity.actions.includes("export") ? <ExportChosen {...props} /> : null}
        {entity.actions.includes("delete") ? (
          <Button
            type="text"
            icon={<Trash2 size={15} aria-hidden="true" />}
            loading={bulk.busy && dialog === null}
            onClick={remove}
          >
            {t("action.delete")}
          </Button>
        ) : null}
        <Button
          type="text"
          aria-label={t("list.clearSelection")}
          icon={<X size={15} aria-hidden="true" />}
          onClick={props.onDone}
        />
        {bulk.progress ? <BulkProgress progress={bulk.progress} onCancel={bulk.cancel} /> : null}
      </div>
      {Open ? (
        <Open
          entity={entity}
          count={shown}
          busy={bulk.busy}
          onCancel={() => setDialog(null)}
          onRun={(change) => {
            const close = () => setDialog(null);
            void bulk.run(change).then(close, () => undefined);
          }}
        />
      ) : null}
      {bulk.left ? (
        <FailureList entity={entity} {...bulk.left} onUndo={bulk.undo} onClose={bulk.forgetLeft} />
      ) : null}
    </>
  );
}

/** The bar comes after the rows for the keyboard. */
function backToRows(event: KeyboardEvent<HTMLElement>) {
  const first = event.currentTarget.querySelector("button:not(:disabled)");
  const isBack = event.key === "Tab" && event.shiftKey && event.target === first;
  if (!isBack) return;
  event.preventDefault();
  toRows();
}

/** From the chosen ones to all that match. */
function ChooseAll({
  count,
  selection,
  onSelection,
}: Pick<BulkBarProps, "count" | "selection" | "onSelection">) {
  const { t, i18n } = useTranslation();
  if (selection.all || !count || (!count.capped && count.count <= selection.ids.size)) return null;
  return (
    <Button type="text" className="bulk-more" onClick={() => onSelection(EVERYTHING)}>
      {count.capped
        ? t("bulk.chooseAll")
        : t("bulk.chooseAllOf", { total: formatCount(count.count, i18n.language) })}
    </Button>
  );
}

function ExportChosen({ entity, place, query, selection }: BulkBarProps) {
  const { t } = useTranslation();
  const exporting = useExport(entity, place);
  const wanted = selection.all ? query : { ...query, ids: [...selection.ids] };
  return (
    <DropMenu menu={{ items: exporting.items(wanted) }}>
      <Button type="text" icon={<Download size={15} aria-hidden="true" />} loading={exporting.busy}>
        {t("export.do")}
      </Button>
    </DropMenu>
  );
}

function BulkProgress({ progress, onCancel }: { progress: JobProgress; onCancel: () => void }) {
  const { t, i18n } = useTranslation();
  const { done, total } = progress;
  const shown = (count: number) => formatCount(count, i18n.language);
  return (
    <div className="bulk-progress" role="status">
      <Progress
        percent={total ? Math.floor((100 * done) / total) : 0}
        size="small"
        showInfo={false}
        aria-label={t("bulk.progress")}
      />
      <span className="numeric">
        {total ? t("bulk.progressOf", { done: shown(done), total: shown(total) }) : t("bulk.progress")}
      </span>
      <Button type="text" size="small" onClick={onCancel}>
        {t("action.cancel")}
      </Button>
    </div>
  );
}

/** Which records were left as they are, and why. */
function FailureList(
  props: Left & { entity: EntityModel; onUndo: () => Promise<void>; onClose: () => void },
) {
  const { t, i18n } = useTranslation();
  const { entity, count, list, done } = props;
  return (
    <Modal
      open
      title={t("bulk.failed", { count })}
      onCancel={props.onClose}
      footer={<Button onClick={props.onClose}>{t("action.close")}</Button>}
    >
      {done ? (
        <p className="row-line">
          {done.text}
          {done.changeSet === null ? null : (
            <Button type="link" size="small" onClick={() => void props.onUndo()}>
              {t("action.undo")}
            </Button>
          )}
        </p>
      ) : null}
      <ul className="failures">
        {list.map(({ id, title, problems }, at) => (
          <li key={`${id ?? "new"} ${at}`}>
            {id === null ? null : <RecordTitle entity={entity.name} id={id} title={title ?? ""} />}
            <span>{failureWords(entity, problems, i18n.language)}</span>
          </li>
        ))}
      </ul>
      {count > list.length ? (
        <p className="muted small">{t("bulk.failedMore", { count: count - list.length })}</p>
      ) : null}
    </Modal>
  );
}
