/** References to records: searched by their words, shown as links. */

import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { searchRecords } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { entityOf, targetOf } from "../../lib/model";
import type { InputProps } from "../control";
import { LookupSelect } from "./lookup-select";
import { readManyReferred, type Referred } from "./read";

type RecordsInputProps = Omit<InputProps<Referred[]>, "controls"> & { many: boolean; target: string };

export function RecordsSelect({ value, many, target, ...props }: RecordsInputProps) {
  const { workspace, app, model } = useAppPlace();
  const entity = entityOf(model, target)?.name ?? target;
  return (
    <LookupSelect
      {...props}
      chosen={value ?? []}
      many={many}
      source={["records", workspace, app, entity]}
      find={async (text) =>
        (await searchRecords({ workspace, app, entity }, text)).map(({ id, label }) => ({
          id,
          label: label || `#${id}`,
        }))
      }
    />
  );
}

export function ManyRecords({ value, onChange, ...props }: InputProps<unknown>) {
  const target = targetOf(props.field) ?? "";
  return (
    <RecordsSelect {...props} many target={target} value={readManyReferred(value)} onChange={onChange} />
  );
}

export function RecordLink({ record, target }: { record: Referred; target: string | undefined }) {
  const { t } = useTranslation();
  const { workspace, app, model } = useAppPlace();
  const entity = target ? entityOf(model, target) : undefined;
  if (record.hidden) return <span className="muted">{t("field.hiddenRecord")}</span>;
  if (!entity) return <span className="clip">{record.label}</span>;
  return (
    <Link
      className="clip"
      to="/w/$workspace/$app/$entity/$id"
      params={{ workspace, app, entity: entity.name, id: String(record.id) }}
      onClick={(event) => event.stopPropagation()}
    >
      {record.label}
    </Link>
  );
}
