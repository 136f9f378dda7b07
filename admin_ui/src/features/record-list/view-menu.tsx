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
import type { EntityModel, ViewModel } from "../../lib/model";
import { DropMenu } from "../../ui/drop-menu";
import { useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import type { Column } from "./columns";
import { shapeParts, type Shape } from "./shape-choices";
import { ViewDialog, type ViewDialogProps } from "./view-dialog";
import { wireCondition } from "./wire-condition";

const MOST_ON_A_CARD = 3;
const ViewFilterDrawer = lazy(async () => ({
  default: (await import("./view-filter-drawer")).ViewFilterDrawer,
}));
const QuickFiltersDialog = lazy(async () => ({
  default: (await import("./quick-filters-dialog")).QuickFiltersDialog,
}));
const RowColors = lazy(async () => ({ default: (await import("./row-colors")).RowColors }));

/** Show a view as it is kept, without what was changed here; `replace` where the way back would lead to nothing. */
export type ShowView = (id: string | undefined, replace?: boolean) => void;

interface ViewMenuProps {
  entity: EntityModel;
  view: ViewModel | undefined;
  state: ListState;
  columns: readonly Column[];
  frozen: number;
  dense: boolean;
  onView: ShowView;
}

function partsOf(condition: Condition): Condition[] {
  return "all" in condition ? condition.all : [condition];
}

/** Both filters at once, as one list of conditions; nothing where there is none. */
function bothOf(one: Condition | null | undefined, other: Condition | null): Condition | null {
  return one && other ? { all: [...partsOf(one), ...partsOf(other)] } : (one ?? other);
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

function chosenTotals({ totals }: ListState): ViewParts {
  return totals ? { totals } : {};
}

/** What the list shows now, as parts of a view. */
function useParts({ entity, view, state, columns, frozen, dense }: ViewMenuProps): ViewParts {
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
    dense,
    filter: bothOf(view?.filter, added),
    sort: state.sort ?? view?.sort ?? null,
    group: state.group ?? view?.group ?? null,
    ...chosenTotals(state),
  };
}

/** The parts that say something: a new view has no nulls. */
function told(parts: ViewParts): ViewParts {
  return Object.fromEntries(Object.entries(parts).filter(([, part]) => part != null));
}

interface Change {
  work: () => Promise<ViewModel | undefined>;
  /** Whether what was searched, filtered and sorted by hand stays beside it. */
  stays?: boolean;
  /** Whether the view in sight goes: its address leads nowhere then. */
  goes?: boolean;
}

/** Changes of views, and what follows from them. */
function useViewChanges({ entity, view, onView }: ViewMenuProps, onDone: () => void) {
  const { workspace, app } = useAppPlace();
  const message = useMessage();
  const say = useProblemText();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ work }: Change) => work(),
    onSuccess: async (shown, { stays, goes }) => {
      onDone();
      await queries.invalidateQueries({ queryKey: ["views", workspace, app, entity.name] });
      if (!shown?.personal || !view?.personal) {
        void queries.invalidateQueries({ queryKey: ["model", workspace, app] });
      }
      void queries.invalidateQueries({ queryKey: ["records"] });
      if (!stays) onView(shown?.id, goes);
    },
    onError: (error) => void message.error(say(asProblem(error))),
  });
}

type Action =
  | "new"
  | "update"
  | "filter"
  | "quick"
  | "colors"
  | "rename"
  | "share"
  | "lock"
  | "unlock"
  | "makeDefault"
  | "delete";

/** What a view is asked about before it changes. */
type Asking = "new" | "rename" | "colors" | "filter" | "quick";
const ASKED: readonly Action[] = ["new", "rename", "colors", "filter", "quick"] satisfies Asking[];

function isAsked(action: Action): action is Asking {
  return ASKED.includes(action);
}

/** What this person can do with a view. */
function actionsOf(view: ViewModel, builder: boolean): Action[] {
  const own = view.personal === true;
  const mayChange = own || builder;
  const shared = builder && !own;
  const open = mayChange && !view.locked;
  const table = open && view.type === "table";
  const possible: [Action, boolean][] = [
    ["new", true],
    ["update", open],
    ["filter", open],
    ["quick", table],
    ["colors", table],
    ["rename", mayChange],
    ["share", own && builder],
    ["lock", shared && !view.locked],
    ["unlock", shared && view.locked === true],
    ["makeDefault", shared && !view.default],
    ["delete", open],
  ];
  return possible.filter(([, may]) => may).map(([action]) => action);
}

const WORDS = { new: "saveAs" } as const;

interface ViewMenu {
  menu: ReactNode;
  add: ReactNode;
  dialog: ReactNode;
  /** Opens the editor of the view's filter; nothing for those who may not change it. */
  onFilter: (() => void) | null;
}

/** The menu of the view in sight, the way to a new one, and the dialog that both may open. */
export function useViewMenu(props: ViewMenuProps): ViewMenu {
  const { entity, view, state, columns } = props;
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const { workspace, app } = place;
  const { modal } = App.useApp();
  const [asking, setAsking] = useState<Asking | null>(null);
  const parts = useParts(props);
  const run = useViewChanges(props, () => setAsking(null));
  const builder = mayBuild(place);
  const changed = Boolean(state.filter ?? state.sort ?? state.group ?? state.totals ?? view?.layout);

  function share(own: ViewModel) {
    const body = { ...told(parts), entity: entity.name, label: own.label };
    const work = async () => {
      const made = await createView(workspace, app, body, true);
      await deleteView(workspace, app, own);
      return made;
    };
    run.mutate({ work, goes: true });
  }
  function remove(gone: ViewModel) {
    modal.confirm({
      title: t("view.deleteAsk", { name: textOf(gone.label, i18n.language) }),
      content: gone.personal ? t("view.deleteOwn") : t("view.deleteShared"),
      okText: t("action.delete"),
      cancelText: t("action.cancel"),
      okButtonProps: { danger: true },
      onOk: () =>
        run.mutate({ work: () => deleteView(workspace, app, gone).then(() => undefined), goes: true }),
    });
  }
  function change(on: ViewModel, some: ViewParts, stays = false) {
    run.mutate({ work: () => changeView(workspace, app, on, some), stays });
  }
  function act(action: Action, on: ViewModel) {
    if (isAsked(action)) setAsking(action);
    else if (action === "update") change(on, parts);
    else if (action === "share") share(on);
    else if (action === "delete") remove(on);
    else change(on, action === "makeDefault" ? { default: true } : { locked: action === "lock" });
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
    if (asking === "rename" && view) change(view, { label });
    else run.mutate({ work: () => createView(workspace, app, body, shared) });
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
      onParts={(some) => view && change(view, some, asking === "filter")}
    />
  ) : null;
  const mayFilter = view !== undefined && actionsOf(view, builder).includes("filter");
  return { menu, add, dialog, onFilter: mayFilter ? () => setAsking("filter") : null };
}

interface AskProps extends Pick<ViewDialogProps, "mayShare" | "busy" | "onCancel" | "onName"> {
  asking: Asking;
  entity: EntityModel;
  view: ViewModel | undefined;
  onParts: (parts: ViewParts) => void;
}

/** What a view, or a new one, is asked about. */
function Ask({ asking, entity, view, onParts, ...props }: AskProps) {
  const { t, i18n } = useTranslation();
  const { mayShare, busy, onCancel } = props;
  if (view && asking in EDITORS) {
    const Editor = EDITORS[asking as keyof typeof EDITORS];
    return <Editor entity={entity} view={view} busy={busy} onClose={onCancel} onParts={onParts} />;
  }
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

interface EditorProps {
  entity: EntityModel;
  view: ViewModel;
  busy: boolean;
  onClose: () => void;
  onParts: (parts: ViewParts) => void;
}

function ColorsOf({ onParts, ...props }: EditorProps) {
  return (
    <Suspense fallback={null}>
      <RowColors {...props} onSave={(colors) => onParts({ row_colors: colors.length > 0 ? colors : null })} />
    </Suspense>
  );
}

function FilterOf({ onParts, ...props }: EditorProps) {
  return (
    <Suspense fallback={null}>
      <ViewFilterDrawer {...props} onSave={(filter) => onParts({ filter })} />
    </Suspense>
  );
}

function QuickOf({ onParts, ...props }: EditorProps) {
  return (
    <Suspense fallback={null}>
      <QuickFiltersDialog {...props} onSave={(fields) => onParts({ quick_filters: fields })} />
    </Suspense>
  );
}

const EDITORS = { colors: ColorsOf, filter: FilterOf, quick: QuickOf };
