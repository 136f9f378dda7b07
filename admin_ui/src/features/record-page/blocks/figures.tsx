/** Figures of a record: what it is worth and where it stands, counted and summed over what belongs to it. */

import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";

import { measureFigure } from "../../../lib/api/groups";
import { useAppPlace } from "../../../lib/app-context";
import { textOf } from "../../../lib/label";
import { isNothing, writeMeasured, type Measured } from "../../../lib/measured";
import { entityOf, pluralOf } from "../../../lib/model";
import type { FigureModel } from "../../../lib/page-model";
import { FieldShow } from "../../../fields/field-show";
import { valueAt } from "../key-facts";
import { counted } from "../layout";
import { useRecord } from "../record-context";

export function Figures({ figures }: { figures: readonly FigureModel[] }) {
  const { workspace, app, model } = useAppPlace();
  const { record } = useRecord();
  const results = useQueries({
    queries: figures.map((figure) => ({
      queryKey: ["records", { workspace, app, entity: figure.entity }, "figure", record.id, figure],
      enabled: figure.entity !== undefined,
      retry: false,
      queryFn: () => {
        const about = entityOf(model, figure.entity ?? "");
        const which = (part: Pick<FigureModel, "via" | "where">) => ({
          filter: counted(about, part, record.id),
        });
        const minus = figure.minus && which({ ...figure, where: figure.minus.where });
        return measureFigure({ workspace, app, entity: figure.entity ?? "" }, figure, which(figure), minus);
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
              <MeasuredFigure found={results[index]?.data ?? null} />
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Nothing is neither good nor late. */
function toneOf({ tone, entity }: FigureModel, found: Measured | undefined): string | undefined {
  return tone && !(entity && isNothing(found ?? null)) ? `tone-${tone}` : undefined;
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

function MeasuredFigure({ found }: { found: Measured }) {
  const { i18n } = useTranslation();
  if (found === null) return <span className="muted">—</span>;
  const { short, exact } = writeMeasured(found, i18n.language);
  return <span {...(short === exact ? {} : { title: exact })}>{short}</span>;
}
