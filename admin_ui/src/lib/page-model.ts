/** Pages made of blocks, as the server describes them. */

import type { Condition } from "./conditions/tree";
import type { Label } from "./label";

/** How wide a span of time a group of records is. */
export type Grain = "day" | "week" | "month" | "quarter" | "year";

/** One number with its name: a field of the record, or a count or sum of records by condition. */
export interface FigureModel {
  id?: string;
  label?: Label;
  icon?: string;
  field?: string;
  entity?: string;
  via?: string;
  where?: Condition;
  function?: "count" | "sum" | "avg" | "min" | "max";
  of?: string;
  /** What is taken off: the same over other records of the entity. */
  minus?: { where: Condition };
  view?: string;
  tone?: "plain" | "good" | "soon" | "late" | "under_way";
}

/** A button of a home page. */
export interface ShortcutModel {
  id?: string;
  type: "create" | "entity" | "view" | "page" | "link";
  label?: Label;
  icon?: string;
  entity?: string;
  view?: string;
  page?: string;
  url?: string;
}

export interface BlockModel {
  id?: string;
  type: string;
  label?: Label;
  width?: number;
  place?: "head" | "main" | "aside";
  entity?: string;
  via?: string;
  view?: string;
  form?: string;
  fields?: string[];
  columns?: number;
  collapsed?: boolean;
  create?: boolean;
  text?: Label;
  empty?: Label;
  where?: Condition;
  sort?: { field: string; direction?: "asc" | "desc" }[];
  limit?: number;
  kinds?: string[];
  figures?: FigureModel[];
  shortcuts?: ShortcutModel[];
  by?: string;
  grain?: Grain;
  function?: "count" | "sum" | "avg" | "min" | "max";
  of?: string;
  shape?: "funnel" | "bars" | "share";
  tabs?: { id?: string; name?: string; label: Label; icon?: string; blocks: BlockModel[] }[];
}

/** A page made of blocks: about a record, or a home page. */
export interface PageModel {
  id: string;
  name: string;
  label: Label;
  type: "record" | "home";
  entity?: string;
  blocks: BlockModel[];
}
