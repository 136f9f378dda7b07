/** Figures of one's day: each a count or a sum, and a way to the records behind it. */

import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";

import { measureFigure } from "../../lib/api/groups";
import { countRecords } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { formatCount } from "../../lib/format/numbers";
import { textOf } from "../../lib/label";
import { isNothing, writeMeasured, type Measured } from "../../lib/measured";
import { viewNamed } from "../../lib/menu";
import { entityOf, pluralOf, type AppModel } from "../../lib/model";
import type { BlockModel, FigureModel } from "../../lib/page-model";
import { AppIcon } from "../../ui/app-icon";
import { recordsBehind } from "./records-behind";

export function FiguresBlock({ block }: { block: BlockModel }) {
  const { i18n } = useTranslation();
  const { workspace, app, model } = useAppPlace();
  const figures = (block.figures ?? []).filter(({ entity }) => entity && entityOf(model, entity));
  const found = useQueries({
    queries: figures.map((figure) => ({
      queryKey: ["records", { workspace, app, entity: figure.entity }, "figure", figure],
      queryFn: ({ signal }: { signal: AbortSignal }) => read({ workspace, app }, model, figure, signal),
      retry: false,
    })),
  });
  if (figures.length === 0) return null;
  return (
    <section className="card home-figures" aria-label={textOf(block.label, i18n.language) || undefined}>
      {figures.map((figure, index) => {
        const one = found[index];
        const text = one?.data && written(one.data, i18n.language);
        const unknown = one?.isError ? { short: "—", nothing: true } : undefined;
        return <Figure key={figure.id ?? index} figure={figure} text={unknown ?? text} />;
      })}
    </section>
  );
}

interface Counted {
  value: Measured;
  capped: boolean;
}

/** Counts stop at a thousand: nobody reads more, and it stays quick among millions. */
async function read(
  { workspace, app }: { workspace: string; app: string },
  model: AppModel,
  figure: FigureModel,
  signal: AbortSignal,
): Promise<Counted> {
  const place = { workspace, app, entity: entityOf(model, figure.entity ?? "")?.name ?? "" };
  const which = recordsBehind(viewNamed(model, figure.view), figure.where);
  if ((figure.function ?? "count") === "count" && !figure.minus) {
    const { count, capped } = await countRecords(place, which, signal);
    return { value: count, capped };
  }
  const minus = figure.minus && { filter: figure.minus.where };
  return { value: await measureFigure(place, figure, which, minus), capped: false };
}

function written({ value, capped }: Counted, locale: string): Written {
  if (capped) return { short: `${formatCount(Number(value), locale)}+`, nothing: false };
  const { short, exact } = writeMeasured(value, locale);
  return { short, ...(short === exact ? {} : { exact }), nothing: isNothing(value) };
}

interface Written {
  short: string;
  exact?: string;
  nothing: boolean;
}

function Figure({ figure, text }: { figure: FigureModel; text: Written | undefined }) {
  const { i18n } = useTranslation();
  const { workspace, app, model } = useAppPlace();
  const entity = entityOf(model, figure.entity ?? "");
  if (!entity) return null;
  const label = textOf(figure.label, i18n.language) || textOf(pluralOf(entity), i18n.language);
  const search = recordsBehind(viewNamed(model, figure.view), figure.where);
  const tone = text?.nothing ? "plain" : (figure.tone ?? "plain");
  return (
    <Link
      className={`home-figure tone-${tone}`}
      to="/w/$workspace/$app/$entity"
      params={{ workspace, app, entity: entity.name }}
      search={search}
    >
      <span className="home-figure-label">
        <AppIcon name={figure.icon ?? entity.icon} size={15} />
        <span className="clip">{label}</span>
      </span>
      <span className="home-figure-value numeric" title={text?.exact}>
        {text?.short ?? <Skeleton.Button active size="small" />}
      </span>
    </Link>
  );
}
