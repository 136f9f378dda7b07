/** Facts of a record in a grid, under a heading. */

import { Collapse } from "antd";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../../lib/app-context";
import { textOf } from "../../../lib/label";
import type { BlockModel } from "../../../lib/page-model";
import { FieldShow } from "../../../fields/field-show";
import { controlOf } from "../../../fields/registry";
import { valueAt } from "../key-facts";
import { useRecord } from "../record-context";
import { useHiddenFields } from "../use-rule-outcome";

export function FieldsBlock({ block }: { block: BlockModel }) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const { entity, record } = useRecord();
  const hidden = useHiddenFields();
  const label = textOf(block.label, i18n.language);
  const columns = block.columns ?? 2;
  const facts = (block.fields ?? [])
    .flatMap((path) => valueAt(model, entity, record.values, path) ?? [])
    .filter(({ field }) => !hidden.has(field.name));
  if (facts.length === 0) return null;
  const filled = facts.filter(({ field, value }) => !controlOf(field.type).isBlank(value)).length;
  const grid = (
    <div className={`item-grid columns-${columns}`}>
      {facts.map(({ field, value }) => {
        const name = textOf(field.label, i18n.language);
        return (
          <div key={field.id} className={`fact ${controlOf(field.type).wide ? `span-${columns}` : ""}`}>
            <div className={name === label ? "sr-only" : "fact-label"}>{name}</div>
            <div className="fact-value">
              <FieldShow field={field} value={value} />
            </div>
          </div>
        );
      })}
    </div>
  );
  if (block.collapsed) {
    const items = [{ key: "body", label: <h2>{label}</h2>, children: grid }];
    return <Collapse className="card form-group" ghost items={items} />;
  }
  return (
    <section className="card form-section" aria-label={label || undefined}>
      {label ? (
        <div className="row-line">
          <h2>{label}</h2>
          <span className="muted small numeric">{t("record.filled", { filled, total: facts.length })}</span>
        </div>
      ) : null}
      {grid}
    </section>
  );
}

/** The fields that no block of the page names, such as those added after the page was made. */
export function OthersBlock({ block }: { block: BlockModel }) {
  const { t, i18n } = useTranslation();
  return <FieldsBlock block={{ ...block, label: { [i18n.language]: t("record.others") } }} />;
}
