/** Figures of a record: what it is worth and where it stands, counted and summed over what belongs to it. */

import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";

import { measure } from "../../../lib/api/timeline";
import { useAppPlace } from "../../../lib/app-context";
import { formatCompact, formatCount, formatUnit } from "../../../lib/format/numbers";
import { textOf } from "../../../lib/label";
import { currencyOf, entityOf, pluralOf } from "../../../lib/model";
import type { FigureModel } from "../../../lib/page-model";
import { FieldShow } from "../../../fields/field-show";
import { valueAt } from "../key-facts";
import { useRecord } from "../record-context";

const LARGE = 10_000;

export function Figures({ figures }: { figures: readonly FigureModel[] }) {
  const { workspace, app } = useAppPlace();
  const { record } = useRecord();
  const results = useQueries({
    queries: figures.map((figure) => ({
      queryKey: ["records", { workspace, app, entity: figure.entity }, "figure", record.id, figure],
      enabled: figure.entity !== undefined,
      retry: false,
      queryFn: () => {
        const via = figure.via ? [{ field: figure.via, op: "eq", value: record.id }] : [];
        const filter = { all: [...via, ...(figure.where ? [figure.where] : [])] };
        const asked = { function: figure.function ?? "count", ...(figure.of ? { field: figure.of } : {}) };
        return measure({ workspace, app, entity: figure.entity ?? "" }, { filter }, asked);
      },
    })),
  });
  return (
    <dl className="key-facts figures">
      {figures.map((figure, index) => (
        <div key={figure.id ?? index} className={toneOf(figure, results[index]?.data)}>
          <FigureLabel figure={figure} />
          <dd>
            {figure.field ? (
              <FieldFigure path={figure.field} />
            ) : results[index]?.isPending ? (
              <Skeleton.Button active size="small" />
            ) : (
              <Measured figure={figure} found={results[index]?.data ?? null} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Nothing is neither good nor late. */
function toneOf(
  { tone, entity }: FigureModel,
  found: string | number | null | undefined,
): string | undefined {
  const isNothing = entity !== undefined && Number(found ?? 0) === 0;
  return tone && !isNothing ? `tone-${tone}` : undefined;
}

function FigureLabel({ figure }: { figure: FigureModel }) {
  const { i18n } = useTranslation();
  const place = useAppPlace();
  const { entity } = useRecord();
  const about = figure.entity ? entityOf(place.model, figure.entity) : undefined;
  const end = figure.field ? valueAt(place.model, entity, {}, figure.field) : null;
  const own = about ? textOf(pluralOf(about), i18n.language) : textOf(end?.field.label, i18n.language);
  const text = textOf(figure.label, i18n.language) || own;
  const { workspace, app } = place;
  return (
    <dt>
      {about && figure.view ? (
        <Link
          to="/w/$workspace/$app/$entity"
          params={{ workspace, app, entity: about.name }}
          search={{ view: figure.view }}
        >
          {text}
        </Link>
      ) : (
        text
      )}
    </dt>
  );
}

function FieldFigure({ path }: { path: string }) {
  const { model } = useAppPlace();
  const { entity, record } = useRecord();
  const found = valueAt(model, entity, record.values, path);
  return found ? <FieldShow field={found.field} value={found.value} compact /> : null;
}

function Measured({ figure, found }: { figure: FigureModel; found: string | number | null }) {
  const { i18n } = useTranslation();
  const { model } = useAppPlace();
  const locale = i18n.language;
  if (found === null) return <span className="muted">—</span>;
  if ((figure.function ?? "count") === "count") return <span>{formatCount(Number(found), locale)}</span>;
  const currency = figure.entity && figure.of ? currencyOf(model, figure.entity, figure.of) : undefined;
  const exact = formatUnit(String(found), currency, locale);
  if (currency || Math.abs(Number(found)) >= LARGE) {
    return <span title={exact}>{formatCompact(found, locale, currency)}</span>;
  }
  return (
    <span>
      {Number.isInteger(Number(found)) ? formatCount(Number(found), locale) : Number(found).toFixed(1)}
    </span>
  );
}
