/** The head of a record: name, stage path, key facts, and the few actions that matter. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { App, Button, Dropdown } from "antd";
import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { deleteRecord, type Place, type RecordData } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { pluralOf, resolvePath, type AppModel, type EntityModel, type WireValues } from "../../lib/model";
import { FieldShow } from "../../fields/field-show";
import { fieldAt } from "../../fields/part-field";
import { initialOf } from "../../ui/avatar";
import { useProblemText } from "../../ui/problem-note";
import { useUndo } from "../../ui/use-undo";
import { StagePath } from "./stage-path";

interface RecordHeaderProps {
  entity: EntityModel;
  record: RecordData;
  place: Place;
  editing: boolean;
  editable: boolean;
  onEdit: () => void;
  onMoved: (record: RecordData) => void;
}

export function RecordHeader({
  entity,
  record,
  place,
  editing,
  editable,
  onEdit,
  onMoved,
}: RecordHeaderProps) {
  const { t, i18n } = useTranslation();
  const title = record.title || `#${record.id}`;
  return (
    <header className="card record-head">
      <div className="record-who">
        <span className="record-mark" aria-hidden="true">
          {initialOf(title)}
        </span>
        <div className="grow">
          <h1 className="record-title">{title}</h1>
          <div className="muted small">
            <Link to="/w/$workspace/$app/$entity" params={{ ...place }} search={{}}>
              {textOf(pluralOf(entity), i18n.language)}
            </Link>
            {` · #${record.id}`}
            {record.deleted ? ` · ${t("record.inTrash")}` : ""}
          </div>
        </div>
        {editable && !editing ? (
          <Button type="primary" icon={<Pencil size={14} aria-hidden="true" />} onClick={onEdit}>
            {t("action.edit")}
          </Button>
        ) : null}
        <MoreActions entity={entity} record={record} place={place} />
      </div>
      {entity.has_stages && !record.deleted ? (
        <StagePath entity={entity} record={record} onMoved={onMoved} />
      ) : null}
      <KeyFacts entity={entity} values={record.values} />
    </header>
  );
}

function MoreActions({ entity, record, place }: Pick<RecordHeaderProps, "entity" | "record" | "place">) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const say = useProblemText();
  const offerUndo = useUndo(place.workspace);
  const remove = useMutation({
    mutationFn: () => deleteRecord(place, record.id, record.version),
    onSuccess: async ({ change_set: changeSet }) => {
      offerUndo(t("list.deleted", { count: 1 }), changeSet);
      await navigate({
        to: "/w/$workspace/$app/$entity",
        params: { ...place },
        search: {},
        ignoreBlocker: true,
      });
      await queries.invalidateQueries({ queryKey: ["records"] });
    },
    onError: (error) => void message.error(say(asProblem(error))),
  });
  if (!entity.actions.includes("delete") || record.deleted) return null;
  const items = [
    {
      key: "delete",
      danger: true,
      icon: <Trash2 size={15} aria-hidden="true" />,
      label: t("action.delete"),
      onClick: () => remove.mutate(),
    },
  ];
  return (
    <Dropdown menu={{ items }} trigger={["click"]}>
      <Button
        icon={<Ellipsis size={16} aria-hidden="true" />}
        loading={remove.isPending}
        aria-label={t("record.more")}
      />
    </Dropdown>
  );
}

const MOST_FACTS = 6;

function valueAt(model: AppModel, entity: EntityModel, values: WireValues, path: string) {
  const end = resolvePath(model, entity, path);
  if (!end || end.fields.length > 1) return null;
  const field = fieldAt(end);
  const whole = values[field.name];
  const parts = whole as Record<string, unknown> | null | undefined;
  return { field, value: end.part ? parts?.[end.part] : whole };
}

function KeyFacts({ entity, values }: { entity: EntityModel; values: WireValues }) {
  const { i18n } = useTranslation();
  const { model } = useAppPlace();
  const facts = (entity.key_facts ?? []).flatMap((path) => valueAt(model, entity, values, path) ?? []);
  if (facts.length === 0) return null;
  return (
    <dl className="key-facts">
      {facts.slice(0, MOST_FACTS).map(({ field, value }) => (
        <div key={field.id}>
          <dt>{textOf(field.label, i18n.language)}</dt>
          <dd>
            <FieldShow field={field} value={value} compact />
          </dd>
        </div>
      ))}
    </dl>
  );
}
