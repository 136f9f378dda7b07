/** What can be done with a view: keep what was changed, rename, share, lock, delete; and a new one. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button } from "antd";
import { ChevronDown, Plus } from "lucide-react";
import { lazy, Suspense, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { changeView, createView, deleteView, type ViewParts } from "../../lib/api/apps";
import { asProblem } from "../../lib/api/problem";
import { mayBuild, useAppPlace } from "../../lib/app-context";
import type { Condition } from "../../lib/conditions/tree";
import type { ListState } from "../../lib/list-state";
import { textOf } from "../../lib/label";
import type { EntityModel, RowColorModel, ViewModel } from "../../lib/model";
import { DropMenu } from "../../ui/drop-menu";
import { useProblemText } from "../../ui/problem-note";
import type { Column } from "./columns";
import { shapeParts, type Shape } from "./shape-choices";
import { ViewDialog, type ViewDialogProps } from "./view-dialog";
import { wireCondition } from "./wire-condition";

const MOST_ON_A_CARD = 3;
const RowColors = lazy(async () => ({ default: (await import("./row-colors")).RowColors }));

interface ViewMenuProps {
  entity: EntityModel;
  view: ViewModel | undefined;
  state: ListState;
  columns: readonly Column[];
  frozen: number;
  /** Show a view as it is kept, without what was changed here. */
  onView: (id: string | undefined) => void;
}

/** Both filters at once; nothing where there is none. */
function bothOf(one: Condition | null | undefined, other: Condition | null): Condition | null {
  return one && other ? { all: [one, other] } : (one ?? other);
}

/** What a view keeps that a list does not change: its sums, quick filters and row colours. */
function keptOf({ totals, quick_filters: quick, row_colors: colors }: ViewModel): ViewParts {
  return {
    ...(totals ? { totals: totals.map(({ field, function: how }) => ({ field, function: how })) } : {}),
    ...(quick ? { quick_filters: quick } : {}),
    ...(colors ? { row_colors: colors.map(({ when, color }) => ({ when, color })) } : {}),
  };
}

/** What a board, a calendar … is made of. */
function shapeOf({ type, board, calendar, gallery, tree, sort }: ViewModel): ViewParts {
  return { type, ...told({ board, calendar, gallery, tree, sort }) };
}

/** What the list shows now, as parts of a view. */
function useParts({ entity, view, state, columns, frozen }: ViewMenuProps): ViewParts {
  const { model } = useAppPlace();
  const added = state.filter ? wireCondition(model, entity, state.filter) : null;
  if (view && view.type !== "table") return { ...shapeOf(view), filter: bothOf(view.filter, added) };
  return {
    ...(view ? keptOf(view) : {}),
    columns: columns.map(({ path, chosenWidth, width }) => ({
      field: path,
      ...(chosenWidth ? { width } : {}),
    })),
    frozen,
    filter: bothOf(view?.filter, added),
    sort: state.sort ?? view?.sort ?? null,
    group: state.group ?? view?.group ?? null,
  };
}

/** The parts that say something: a new view has no nulls. */
function told(parts: ViewParts): ViewParts {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part != null));
}

/** Changes of views, and what follows from them. */
function useViewChanges({ entity, view, onView }: ViewMenuProps, onDone: () => void) {
  const { workspace, app } = useAppPlace();
  const { message } = App.useApp();
  const say = useProblemText();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (work: () => Promise<ViewModel | undefined>) => work(),
    onSuccess: async (shown) => {
      onDone();
      await queries.invalidateQueries({ queryKey: ["views", workspace, app, entity.name] });
      if (!shown?.personal || !view?.personal) {
        void queries.invalidateQueries({ queryKey: ["model", workspace, app] });
      }
      void queries.invalidateQueries({ queryKey: ["records"] });
      onView(shown?.id);
    },
    onError: (error) => void message.error(say(asProblem(error))),
  });
}

type Action = "new" | "update" | "colors" | "rename" | "share" | "lock" | "unlock" | "makeDefault" | "delete";

/** What this person can do with a view. */
function actionsOf(view: ViewModel, builder: boolean): Action[] {
  const own = view.personal === true;
  const mayChange = own || builder;
  const shared = builder && !own;
  const possible: [Action, boolean][] = [
    ["new", true],
    ["update", mayChange && !view.locked],
    ["colors", mayChange && !view.locked && view.type === "table"],
    ["rename", mayChange],
    ["share", own && builder],
    ["lock", shared && !view.locked],
    ["unlock", shared && view.locked === true],
    ["makeDefault", shared && !view.default],
    ["delete", mayChange && !view.locked],
  ];
  return possible.filter(([, may]) => may).map(([action]) => action);
}

const WORDS = { new: "saveAs" } as const;

/** What a dialog asks about. */
type Asking = "new" | "rename" | "colors";

/** The menu of the view in sight, the way to a new one, and the dialog that both may open. */
export function useViewMenu(props: ViewMenuProps): { menu: ReactNode; add: ReactNode; dialog: ReactNode } {
  const { entity, view, state, columns } = props;
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const { workspace, app } = place;
  const { modal } = App.useApp();
  const [asking, setAsking] = useState<Asking | null>(null);
  const parts = useParts(props);
  const run = useViewChanges(props, () => setAsking(null));
  const builder = mayBuild(place);
  const changed = Boolean(state.filter ?? state.sort ?? state.group ?? view?.layout);

  function share(own: ViewModel) {
    const body = { ...told(parts), entity: entity.name, label: own.label };
    run.mutate(async () => {
      const made = await createView(workspace, app, body, true);
      await deleteView(workspace, app, own);
      return made;
    });
  }
  function remove(gone: ViewModel) {
    modal.confirm({
      title: t("view.deleteAsk", { name: textOf(gone.label, i18n.language) }),
      content: gone.personal ? t("view.deleteOwn") : t("view.deleteShared"),
      okText: t("action.delete"),
      cancelText: t("action.cancel"),
      okButtonProps: { danger: true },
      onOk: () => run.mutate(() => deleteView(workspace, app, gone).then(() => undefined)),
    });
  }
  function act(action: Action, on: ViewModel) {
    const change = (some: ViewParts) => run.mutate(() => changeView(workspace, app, on, some));
    if (action === "new" || action === "rename" || action === "colors") setAsking(action);
    else if (action === "update") change(parts);
    else if (action === "share") share(on);
    else if (action === "delete") remove(on);
    else change(action === "makeDefault" ? { default: true } : { locked: action === "lock" });
  }
  /** A board or the like keeps which records are shown, and says on its cards what the first columns say. */
  function shown(shape: Shape): ViewParts {
    if (shape.type === "table") return told(parts);
    const first = columns.map(({ path }) => path).filter((path) => !entity.title.includes(path));
    const card = first.filter((path) => path !== shape.field).slice(0, MOST_ON_A_CARD);
    return { ...shapeParts(shape, card), ...told({ filter: parts.filter }) };
  }
  function keep(name: string, shared: boolean, shape: Shape) {
    const label = { ...(asking === "rename" ? view?.label : {}), [i18n.language]: name };
    const body = { ...shown(shape), entity: entity.name, label };
    if (asking === "rename" && view) run.mutate(() => changeView(workspace, app, view, { label }));
    else run.mutate(() => createView(workspace, app, body, shared));
  }

  const menu = view ? (
    <DropMenu
      menu={{
        items: actionsOf(view, builder).map((action) => ({
          key: action,
          label: t(`view.${action === "new" ? WORDS.new : action}`),
          danger: action === "delete",
          disabled: action === "update" && !changed,
          onClick: () => act(action, view),
        })),
      }}
    >
      <Button
        type="text"
        size="small"
        loading={run.isPending}
        aria-label={t("view.menu", { name: textOf(view.label, i18n.language) })}
        icon={<ChevronDown size={14} aria-hidden="true" />}
      />
    </DropMenu>
  ) : null;
  const add = (
    <Button
      type="text"
      size="small"
      aria-label={t("view.saveAs")}
      icon={<Plus size={15} aria-hidden="true" />}
      onClick={() => setAsking("new")}
    />
  );
  const dialog = asking ? (
    <Ask
      asking={asking}
      entity={entity}
      view={view}
      mayShare={builder}
      busy={run.isPending}
      onCancel={() => setAsking(null)}
      onName={keep}
      onColors={(colors) =>
        view &&
        run.mutate(() => changeView(workspace, app, view, { row_colors: colors.length > 0 ? colors : null }))
      }
    />
  ) : null;
  return { menu, add, dialog };
}

interface AskProps extends Pick<ViewDialogProps, "mayShare" | "busy" | "onCancel" | "onName"> {
  asking: Asking;
  entity: EntityModel;
  view: ViewModel | undefined;
  onColors: (colors: RowColorModel[]) => void;
}

/** What a view, or a new one, is asked about. */
function Ask({ asking, entity, view, onColors, ...props }: AskProps) {
  const { t, i18n } = useTranslation();
  const { mayShare, busy, onCancel } = props;
  if (asking === "colors")
    return (
      <Suspense fallback={null}>
        <RowColors
          entity={entity}
          colors={view?.row_colors ?? []}
          busy={busy}
          onClose={onCancel}
          onSave={onColors}
        />
      </Suspense>
    );
  const isNew = asking === "new";
  return (
    <ViewDialog
      {...props}
      title={t(isNew ? "view.saveAs" : "view.rename")}
      name={isNew ? "" : textOf(view?.label, i18n.language)}
      mayShare={isNew && mayShare}
      shapesOf={isNew && (!view || view.type === "table") ? entity : undefined}
    />
  );
}
