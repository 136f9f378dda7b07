/** References to records: searched by their words, made where they are missing, shown as links. */

import { Link } from "@tanstack/react-router";
import { ArrowUpRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import { searchRecords, type FoundRecord } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { useCreateInPlace } from "../../lib/create-in-place";
import { textOf } from "../../lib/label";
import { entityOf, fieldOf, targetOf, type EntityModel } from "../../lib/model";
import { OpenLink } from "../../ui/open-link";
import type { ControlLookup, InputProps } from "../control";
import { LookupSelect, type Offered } from "./lookup-select";
import { readManyReferred, type Referred } from "./read";
import { recentChoices, rememberChoice } from "./recent-choices";

interface RecordsInputProps extends InputProps<Referred[]> {
  many: boolean;
  target: string;
  /** Chosen for a question, not for a value: from all records, and none is made. */
  asking?: boolean;
}

export function RecordsSelect({ value, many, target, asking = false, ...props }: RecordsInputProps) {
  const { workspace, app, model } = useAppPlace();
  const entity = entityOf(model, target);
  const place = { workspace, app, entity: entity?.name ?? target };
  const via = asking ? "" : `${props.entity}.${props.path ?? props.field.name}`;
  const chosen = (value ?? []).filter(({ hidden }) => !hidden);
  const hidden = (value ?? []).filter((item) => item.hidden);

  async function find(text: string): Promise<Offered[]> {
    const first = text ? [] : recentChoices(place);
    const found = await searchRecords(place, text, { via, first });
    return found.map((item) => offered(item, first, entity, props.controls));
  }

  const create = useCreation(entity, (record) => change(many ? [...chosen, record] : [record]));

  function change(list: Referred[] | null) {
    const added = (list ?? []).filter(({ id }) => !chosen.some((item) => item.id === id));
    for (const { id } of added) rememberChoice(place, id);
    const next = [...hidden, ...(list ?? [])];
    props.onChange(next.length > 0 ? next : null);
  }

  return (
    <div className="lookup-line">
      <LookupSelect
        {...props}
        onChange={change}
        chosen={chosen}
        many={many}
        source={["records", workspace, app, place.entity, via]}
        find={find}
        create={asking ? undefined : create}
      />
      {!many && chosen[0] && entity ? <OpenChosen record={chosen[0]} entity={entity.name} /> : null}
    </div>
  );
}

/** The way to a record that is not there yet, for those who may make one. */
function useCreation(entity: EntityModel | undefined, onCreated: (record: Referred) => void) {
  const { i18n } = useTranslation();
  const createInPlace = useCreateInPlace();
  if (!createInPlace || !entity?.actions.includes("create")) return undefined;
  return {
    name: textOf(entity.label, i18n.language),
    run: (title: string) => createInPlace({ entity, title, onCreated }),
  };
}

/** A record found, with the facts that tell it apart from others of its name. */
function offered(
  { id, label, fields = {} }: FoundRecord,
  first: readonly number[],
  entity: EntityModel | undefined,
  controls: ControlLookup,
): Offered {
  const facts = Object.entries(fields).flatMap(([name, value]) => {
    const field = entity && !entity.title.includes(name) ? fieldOf(entity, name) : undefined;
    const control = field && controls(field.type);
    if (!control || control.isBlank(value) || entity?.title.includes(field.id)) return [];
    return [<control.Show key={name} field={field} value={value} compact controls={controls} />];
  });
  const shown = facts.length > 0 ? { facts } : {};
  return { id, label: label || `#${id}`, recent: first.includes(id), ...shown };
}

/** The way to the chosen record; a new tab, because the form here may hold what is not saved yet. */
function OpenChosen({ record, entity }: { record: Referred; entity: string }) {
  const { t } = useTranslation();
  const { workspace, app } = useAppPlace();
  const said = t("field.openChosen", { label: record.label });
  return (
    <Link
      className="lookup-open"
      to="/w/$workspace/$app/$entity/$id"
      params={{ workspace, app, entity, id: String(record.id) }}
      target="_blank"
      aria-label={said}
      title={said}
    >
      <ArrowUpRight size={16} aria-hidden="true" />
    </Link>
  );
}

export function ManyRecords({ value, onChange, ...props }: InputProps<unknown>) {
  const target = targetOf(props.field) ?? "";
  return (
    <RecordsSelect
      {...props}
      many
      asking
      target={target}
      value={readManyReferred(value)}
      onChange={onChange}
    />
  );
}

export function RecordLink({ record, target }: { record: Referred; target: string | undefined }) {
  const { t } = useTranslation();
  const { model } = useAppPlace();
  const entity = target ? entityOf(model, target) : undefined;
  if (record.hidden) return <span className="muted">{t("field.hiddenRecord")}</span>;
  if (!entity) return <span className="clip">{record.label}</span>;
  return (
    <OpenLink className="clip" entity={entity.name} id={record.id}>
      {record.label}
    </OpenLink>
  );
}
