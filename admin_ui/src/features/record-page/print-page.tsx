/** A whole record on paper: facts, related records, what happened; A4, black on white. */

import { getRouteApi } from "@tanstack/react-router";
import { Button, QRCode } from "antd";
import { Printer } from "lucide-react";
import { useTranslation } from "react-i18next";

import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { formatInstant } from "../../lib/format/dates";
import { textOf } from "../../lib/label";
import { entityOf, numberOf } from "../../lib/model";
import type { BlockModel } from "../../lib/page-model";
import { NotHere } from "../../ui/not-here";
import { Blocks } from "./blocks/blocks";
import { layoutOf } from "./layout";
import { LoadedRecord } from "./loaded-record";
import { PlainFacts } from "./plain-facts";
import "./print.css";
import { useRecordAddress } from "./qr-label";
import { useRecord } from "./record-context";

const route = getRouteApi("/signed-in/w/$workspace/$app/$entity/$id/print");
const PRINTED_ROWS = 100;

export function PrintPage() {
  const params = route.useParams();
  const { model } = useAppPlace();
  const entity = entityOf(model, params.entity);
  if (!entity || !/^\d{1,16}$/.test(params.id)) return <NotHere />;
  return (
    <LoadedRecord entity={entity} id={Number(params.id)}>
      <Sheet />
    </LoadedRecord>
  );
}

/** Tabs are of no use on paper: what is in them follows one another, and lists are longer. */
function unfolded(blocks: readonly BlockModel[]): BlockModel[] {
  return blocks.flatMap((block) => {
    if (block.type === "tabs") return unfolded((block.tabs ?? []).flatMap((tab) => tab.blocks));
    return [
      {
        ...block,
        collapsed: false,
        ...(block.type === "related" ? { limit: PRINTED_ROWS, create: false } : {}),
      },
    ];
  });
}

function Sheet() {
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const { entity, record } = useRecord();
  const address = useRecordAddress();
  const layout = layoutOf(place.model, entity);
  const head = layout.head.filter(({ type }) => type === "figures" || type === "facts");
  const main = unfolded([...layout.main, ...layout.aside]);
  const title = record.title || `#${record.id}`;
  const printed = formatInstant(new Date().toISOString(), timeZoneOf(place));
  return (
    <div className="page print-page">
      <div className="page-title no-print">
        <span className="grow muted">{t("record.printHint")}</span>
        <Button type="primary" icon={<Printer size={15} aria-hidden="true" />} onClick={() => window.print()}>
          {t("record.print")}
        </Button>
      </div>
      <header className="print-head">
        <div className="grow">
          <h1>{title}</h1>
          <div className="muted small">
            {`${textOf(entity.label, i18n.language)} · ${numberOf(entity, record)} · ${textOf(place.model.app.label, i18n.language)} · ${printed}`}
          </div>
        </div>
        <span aria-hidden="true">
          <QRCode type="svg" value={address} size={72} bordered={false} color="#000000" bgColor="#ffffff" />
        </span>
      </header>
      <Blocks blocks={head} />
      {main.some(({ type }) => type === "form" || type === "fields") ? null : <PlainFacts />}
      <Blocks blocks={main} />
    </div>
  );
}
