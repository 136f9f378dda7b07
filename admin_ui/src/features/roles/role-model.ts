/** What a role says of entities while it is changed: rows as they were read, and those that are to be others. */

import type { Access, Cell, FieldGrant, Grant, RoleAction, RoleDetail, Scope } from "../../lib/api/roles";

export const ACTIONS = ["view", "create", "edit", "delete", "import", "export", "assign", "comment"] as const;
export const SCOPES = ["own", "shared", "subordinates", "department", "department_tree", "all"] as const;
export const ACCESSES: readonly Access[] = ["hidden", "masked", "read", "write"];
/** Actions that a row says alike by one choice: those on records that are there. */
const REACHING: readonly RoleAction[] = ["view", "edit", "delete", "export", "assign"];
const NEEDS_VIEW: readonly RoleAction[] = ["edit", "delete", "export", "assign", "comment"];

export type Rows = Readonly<Record<string, Grant>>;

export function isYesOrNo(action: RoleAction): boolean {
  return action === "create" || action === "import";
}

function nothing(entity: string): Grant {
  const actions = {
    view: [],
    create: false,
    edit: [],
    delete: [],
    import: false,
    export: [],
    assign: [],
    comment: null,
  };
  return { entity, actions, default: "write", fields: [] };
}

/** What the role says of an entity, changed or not. */
export function rowOf(role: RoleDetail, changed: Rows, entity: string): Grant {
  return changed[entity] ?? role.grants.find((one) => one.entity === entity) ?? nothing(entity);
}

const text = (value: unknown) => JSON.stringify(value);

/** The rows with another one; one that is as it was read is no change. */
export function withRow(role: RoleDetail, changed: Rows, row: Grant): Rows {
  const others = Object.fromEntries(Object.entries(changed).filter(([entity]) => entity !== row.entity));
  const same = changesOf(rowOf(role, {}, row.entity), row);
  return same.actions.length === 0 && !same.fields ? others : { ...others, [row.entity]: row };
}

/** Which actions of a row differ, and whether its fields do. */
export function changesOf(before: Grant, after: Grant): { actions: RoleAction[]; fields: boolean } {
  const sorted = (fields: readonly FieldGrant[]) =>
    text(fields.map(({ field, access }) => `${field} ${access}`).sort());
  return {
    actions: ACTIONS.filter((action) => text(before.actions[action]) !== text(after.actions[action])),
    fields: before.default !== after.default || sorted(before.fields) !== sorted(after.fields),
  };
}

export function isNothing(cell: Cell): boolean {
  return cell === false || (Array.isArray(cell) && cell.length === 0);
}

/** A row with another cell: what is not seen cannot be worked with, and what is worked with is seen. */
export function withCell(row: Grant, action: RoleAction, cell: Cell): Grant {
  const actions = { ...row.actions, [action]: cell };
  if (action === "view" && isNothing(cell)) {
    for (const name of NEEDS_VIEW) actions[name] = name === "comment" ? null : [];
  } else if (
    NEEDS_VIEW.includes(action) &&
    Array.isArray(cell) &&
    cell.length > 0 &&
    isNothing(actions.view)
  ) {
    actions.view = cell;
  }
  return { ...row, actions };
}

/** A row that reaches the same records by every action on records that are there. */
export function withReach(row: Grant, cell: Cell): Grant {
  return REACHING.reduce((made, action) => withCell(made, action, cell), row);
}

/** The scopes with one more or one less; all of them stand for every other. */
export function toggled(cell: readonly Scope[], scope: Scope): readonly Scope[] {
  const left = cell.filter((one) => text(one) !== text(scope));
  if (left.length < cell.length) return left;
  if (scope === "all") return ["all"];
  const names = SCOPES.filter((name) => name === scope || left.includes(name));
  return [...names.filter((name) => name !== "all"), ...left.filter((one) => !SCOPES.includes(one as "own"))];
}

export function accessOf(row: Grant, field: string): Access {
  return row.fields.find((one) => one.field === field)?.access ?? row.default;
}

/** A row with another access to some fields. */
export function withAccess(row: Grant, fields: readonly string[], access: Access): Grant {
  const others = row.fields.filter((one) => !fields.includes(one.field));
  const named = access === row.default ? [] : fields.map((field) => ({ field, access }));
  return { ...row, fields: [...others, ...named] };
}

/** A row with another access to what is not named: what was named so needs no name any more. */
export function withDefault(row: Grant, access: Access): Grant {
  return { ...row, default: access, fields: row.fields.filter((one) => one.access !== access) };
}
