/** What the system keeps about a record: owner, department, who made and changed it. */

import { Collapse } from "antd";
import { useTranslation } from "react-i18next";

import type { EntityModel, WireValues } from "../../lib/model";
import { controlOf } from "../../fields/registry";
import { FieldLine } from "./field-line";

export function SystemFacts({ entity, values }: { entity: EntityModel; values: WireValues }) {
  const { t } = useTranslation();
  const told = entity.fields.filter(
    ({ system, name, type }) => system && name !== "id" && !controlOf(type).isBlank(values[name]),
  );
  if (told.length === 0) return null;
  const facts = (
    <div className="item-grid columns-2">
      {told.map((field) => (
        <FieldLine
          key={field.name}
          field={field}
          item={{ field: field.name }}
          entity={entity.name}
          values={values}
          editing={false}
          required={false}
          locked
          problem={undefined}
          onChange={() => undefined}
        />
      ))}
    </div>
  );
  return (
    <Collapse
      className="card form-group"
      ghost
      items={[{ key: "system", label: <h2>{t("record.system")}</h2>, children: facts }]}
    />
  );
}
