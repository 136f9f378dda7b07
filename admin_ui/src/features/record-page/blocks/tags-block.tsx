/** The tags of a record. */

import { useTranslation } from "react-i18next";

import { textOf } from "../../../lib/label";
import type { BlockModel } from "../../../lib/page-model";
import { FieldShow } from "../../../fields/field-show";
import { controlOf } from "../../../fields/registry";
import { useRecord } from "../record-context";

export function TagsBlock({ block }: { block: BlockModel }) {
  const { t, i18n } = useTranslation();
  const { entity, record } = useRecord();
  const fields = entity.fields.filter(({ type }) => type === "tags");
  if (fields.length === 0) return null;
  const label = textOf(block.label, i18n.language) || textOf(fields[0]?.label, i18n.language);
  const filled = fields.filter(({ type, name }) => !controlOf(type).isBlank(record.values[name]));
  return (
    <section className="card form-section" aria-label={label}>
      <h2>{label}</h2>
      <div className="row-line wrap-line">
        {filled.map((field) => (
          <FieldShow key={field.name} field={field} value={record.values[field.name]} />
        ))}
        {filled.length === 0 ? <span className="muted small says-nothing">{t("record.noTags")}</span> : null}
      </div>
    </section>
  );
}
