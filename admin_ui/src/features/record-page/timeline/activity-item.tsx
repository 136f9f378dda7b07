/** A follow-up in a timeline: how, what was said, what comes next; a click opens it. */

import { useTranslation } from "react-i18next";

import type { ActivityEntry } from "../../../lib/api/timeline";
import { useAppPlace } from "../../../lib/app-context";
import { textOf } from "../../../lib/label";
import { entityOf, fieldOf, type EntityModel, type FieldModel } from "../../../lib/model";
import { FieldShow } from "../../../fields/field-show";
import { controlOf } from "../../../fields/registry";
import { OpenLink } from "../../../ui/open-link";
import { textFieldOf } from "./activity-entities";
import { Event } from "./event";

const MOST_MORE = 4;

/** Facts of a follow-up beside its text: those that are filled in, the technical ones left out. */
function moreOf(
  entity: EntityModel,
  values: Record<string, unknown>,
  shown: readonly (FieldModel | undefined)[],
) {
  return entity.fields.filter(
    (field) =>
      !field.system &&
      !shown.includes(field) &&
      field.name !== entity.activity?.subject &&
      field.name !== entity.activity?.happened_at &&
      !controlOf(field.type).isBlank(values[field.name]),
  );
}

export function ActivityItem({ entry }: { entry: ActivityEntry }) {
  const { t } = useTranslation();
  const { model } = useAppPlace();
  const entity = entityOf(model, entry.entity);
  if (!entity) return null;
  const text = textFieldOf(entity);
  const said = text ? entry.record.values[text.name] : null;
  const open = (
    <OpenLink entity={entity.name} id={entry.record.id} className="quiet-link">
      {t("timeline.open")}
    </OpenLink>
  );
  return (
    <Event entry={entry} strong more={open}>
      <ActivityHead entry={entry} entity={entity} />
      <div className="activity-text">
        {typeof said === "string" && said ? said : entry.record.title || `#${entry.record.id}`}
      </div>
      <ActivityMore entry={entry} entity={entity} />
    </Event>
  );
}

interface ActivityPartProps {
  entry: ActivityEntry;
  entity: EntityModel;
}

function channelOf(entity: EntityModel): FieldModel | undefined {
  return entity.activity?.channel ? fieldOf(entity, entity.activity.channel) : undefined;
}

function ActivityHead({ entry, entity }: ActivityPartProps) {
  const { i18n } = useTranslation();
  const channel = channelOf(entity);
  const way = channel ? entry.record.values[channel.name] : null;
  const { about } = entry;
  return (
    <div className="activity-head">
      {channel && !controlOf(channel.type).isBlank(way) ? (
        <FieldShow field={channel} value={way} compact />
      ) : (
        <span className="muted">{textOf(entity.label, i18n.language)}</span>
      )}
      {about?.id && about.entity ? (
        <OpenLink entity={about.entity} id={about.id} className="clip">
          {about.label}
        </OpenLink>
      ) : null}
    </div>
  );
}

function ActivityMore({ entry, entity }: ActivityPartProps) {
  const { i18n } = useTranslation();
  const { values } = entry.record;
  const more = moreOf(entity, values, [textFieldOf(entity), channelOf(entity)]).slice(0, MOST_MORE);
  if (more.length === 0) return null;
  return (
    <dl className="activity-more">
      {more.map((field) => (
        <div key={field.name}>
          <dt>{textOf(field.label, i18n.language)}</dt>
          <dd>
            <FieldShow field={field} value={values[field.name]} compact />
          </dd>
        </div>
      ))}
    </dl>
  );
}
