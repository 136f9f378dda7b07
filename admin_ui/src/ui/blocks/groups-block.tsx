/** Records by a choice or a stage, as bars, a funnel or shares: a bar leads to its records. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Skeleton } from "antd";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";

import { groupPage, type RecordGroup } from "../../lib/api/groups";
import { useAppPlace } from "../../lib/app-context";
import type { Condition } from "../../lib/conditions/tree";
import { textOf } from "../../lib/label";
import { readMeasured, writeMeasured, type Measured } from "../../lib/measured";
import {
  entityOf,
  fieldOf,
  pluralOf,
  type EntityModel,
  type FieldModel,
  type ViewModel,
} from "../../lib/model";
import type { BlockModel } from "../../lib/page-model";
import { colorOf } from "../palette";
import { ProblemNote } from "../problem-note";
import "./blocks.css";

const MOST_BARS = 12;

export function GroupsBlock({ block }: { block: BlockModel }) {
  const { model } = useAppPlace();
  const entity = entityOf(model, block.entity ?? "");
  const field = entity && block.by ? fieldOf(entity, block.by) : undefined;
  return entity && field ? <Groups block={block} entity={entity} field={field} /> : null;
}

interface GroupsProps {
  block: BlockModel;
  entity: EntityModel;
  field: FieldModel;
}

interface Bar {
  key: unknown;
  label: string;
  color: string | undefined;
  value: Measured;
  /** What the bar is as long as: of several currencies, that of the whole drawing. */
  length: number;
}

function useGroups({ block, entity, field }: GroupsProps) {
  const { workspace, app } = useAppPlace();
  const place = { workspace, app, entity: entity.name };
  const measure = { function: block.function ?? "count", ...(block.of ? { field: block.of } : {}) };
  const key = { field: field.name, ...(block.grain ? { grain: block.grain } : {}) };
  const asked = { by: [key], measures: [measure], filter: block.where ?? null };
  return useQuery({
    queryKey: ["records", place, "groups", asked],
    queryFn: async ({ signal }) => (await groupPage(place, asked, signal)).groups,
    retry: false,
  });
}

function Groups(props: GroupsProps) {
  const { block, entity, field } = props;
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const found = useGroups(props);
  const label = textOf(block.label ?? pluralOf(entity), i18n.language);
  const shape = block.shape ?? "bars";
  const bars = barsOf(found.data ?? [], props, i18n.language, t("home.blank"));
  return (
    <section className="card block-card" aria-label={label}>
      <h2>{label}</h2>
      {found.isPending ? <Skeleton active title={false} paragraph={{ rows: 5 }} /> : null}
      {found.error ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.isSuccess && bars.length === 0 ? (
        <div className="block-empty muted">{textOf(block.empty, i18n.language) || t("home.nothing")}</div>
      ) : null}
      <Bars
        bars={bars}
        shape={shape}
        search={(bar) => ({ ...wholeView(model.views, entity), filter: within(block.where, field, bar.key) })}
        entity={entity}
      />
    </section>
  );
}

interface BarsProps {
  bars: readonly Bar[];
  shape: string;
  search: (bar: Bar) => { view?: string; filter: Condition };
  entity: EntityModel;
}

function Bars({ bars, shape, search, entity }: BarsProps) {
  const { i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  const top = Math.max(1, ...bars.map(({ length }) => length));
  const sum = bars.reduce((all, { length }) => all + length, 0) || 1;
  return (
    <ol className={`bars ${shape}`}>
      {bars.map((bar, index) => {
        const style = {
          "--share": `${Math.max(1, (bar.length / (shape === "share" ? sum : top)) * 100)}%`,
          ...(bar.color ? { "--c": bar.color } : {}),
        } as CSSProperties;
        return (
          <li key={index}>
            <Link
              className="bar"
              to="/w/$workspace/$app/$entity"
              params={{ workspace, app, entity: entity.name }}
              search={search(bar)}
              style={style}
            >
              <span className="clip">{bar.label}</span>
              <span className="bar-track" aria-hidden="true">
                <span />
              </span>
              <span className="numeric bar-value" title={writeMeasured(bar.value, i18n.language).exact}>
                {writeMeasured(bar.value, i18n.language).short}
              </span>
            </Link>
          </li>
        );
      })}
    </ol>
  );
}

/** The view that keeps nothing back, where the usual one has a filter of its own: a bar may lie outside of that. */
function wholeView(views: readonly ViewModel[], entity: EntityModel): { view?: string } {
  const own = views.filter((view) => view.entity === entity.name && !view.personal);
  const usual = own.find((view) => view.default) ?? own[0];
  const whole = own.find(({ type, filter }) => type === usual?.type && !filter);
  return usual?.filter && whole ? { view: whole.id } : {};
}

/** The records of one bar: those that the block counts, with the bar's value. */
function within(where: Condition | undefined, field: FieldModel, key: unknown): Condition {
  const value = typeof key === "object" && key !== null && "id" in key ? key.id : key;
  const one: Condition =
    value === null || value === undefined
      ? { field: field.name, op: "blank" }
      : field.operators.includes("eq")
        ? { field: field.name, op: "eq", value }
        : { field: field.name, op: "any_of", value: [value] };
  return where ? { all: [where, one] } : one;
}

/** Choices in their own order where they stand for a way, else the largest first. */
function barsOf(
  groups: readonly RecordGroup[],
  { block, entity, field }: GroupsProps,
  locale: string,
  blank: string,
): Bar[] {
  const stages = field.name === "stage" ? entity.flows.flatMap((flow) => flow.stages) : [];
  const options = stages.length > 0 ? stages : field.options;
  const currency = mainCurrency(groups);
  const bars = groups.map((group) => {
    const key = group.key[0];
    const place = options.findIndex(({ name }) => name === key);
    const option = options[place];
    const label = (option ? textOf(option.label, locale) : textAt(group)) || blank;
    const value = readMeasured(group.measures[0]);
    return { key, label, color: colorOf(option?.color), value, length: lengthOf(value, currency), place };
  });
  const sorted =
    block.shape === "funnel"
      ? bars.filter(({ place }) => place >= 0).toSorted((one, other) => one.place - other.place)
      : bars.toSorted((one, other) => other.length - one.length);
  return sorted.slice(0, MOST_BARS);
}

function textAt({ labels }: RecordGroup): string {
  return typeof labels[0] === "string" ? labels[0] : "";
}

/** The currency of the largest amount: amounts of several have no length in common. */
function mainCurrency(groups: readonly RecordGroup[]): string | undefined {
  const amounts = groups.flatMap(({ measures }) => {
    const measured = readMeasured(measures[0]);
    return typeof measured === "object" ? (measured ?? []) : [];
  });
  return amounts.toSorted((one, other) => Number(other.amount) - Number(one.amount))[0]?.currency;
}

function lengthOf(value: Measured, currency: string | undefined): number {
  if (typeof value !== "object") return Number(value);
  return Math.max(0, Number(value?.find((money) => money.currency === currency)?.amount ?? 0));
}
