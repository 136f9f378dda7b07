/** By which fields a list is grouped. */

import { Select } from "antd";
import { Rows3 } from "lucide-react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { fieldOf, type EntityModel, type GroupModel } from "../../lib/model";
import { BY_LABEL } from "../../lib/pinyin";
import { Chip } from "./chip";
import { ChipLevels } from "./chip-levels";
import { GRAINS, isDated, isGroupable, MOST_GROUPS } from "./group-keys";

/** What people group by most comes first. */
const USUAL = ["select", "user", "reference", "date", "datetime", "tags", "boolean"];

function rank(type: string): number {
  const at = USUAL.indexOf(type);
  return at < 0 ? USUAL.length : at;
}

interface GroupChipProps {
  entity: EntityModel;
  groups: readonly GroupModel[];
  changed: boolean;
  onGroups: (groups: GroupModel[] | undefined) => void;
}

export function GroupChip({ entity, groups, changed, onGroups }: GroupChipProps) {
  const { t, i18n } = useTranslation();
  const fields = entity.fields.filter(isGroupable);
  const name = (path: string) => {
    const field = fieldOf(entity, path);
    return field ? textOf(field.label, i18n.language) : path;
  };
  const begin = (path: string): GroupModel => {
    const field = fieldOf(entity, path);
    return { field: path, ...(field && isDated(field) ? { grain: "month" as const } : {}) };
  };
  const choices = fields.map((field) => ({ value: field.name, label: textOf(field.label, i18n.language) }));
  const free = fields
    .toSorted((one, other) => rank(one.type) - rank(other.type))
    .map((field) => ({ value: field.name }))
    .find(({ value }) => !groups.some(({ field }) => field === value));
  const text = groups.length > 0 ? groups.map(({ field }) => name(field)).join(" / ") : t("group.title");
  function controls(group: GroupModel, at: number) {
    const field = fieldOf(entity, group.field);
    return (
      <>
        <Select
          className="grow"
          aria-label={t("group.field")}
          showSearch={BY_LABEL}
          value={group.field}
          options={choices}
          onChange={(path) => onGroups(groups.toSpliced(at, 1, begin(path)))}
        />
        {field && isDated(field) ? (
          <Select
            aria-label={t("group.grain")}
            style={{ width: 92 }}
            value={group.grain ?? "month"}
            options={GRAINS.map((grain) => ({ value: grain, label: t(`grain.${grain}`) }))}
            onChange={(grain) => onGroups(groups.toSpliced(at, 1, { ...group, grain }))}
          />
        ) : null}
      </>
    );
  }

  return (
    <Chip
      set={groups.length > 0}
      icon={<Rows3 size={14} aria-hidden="true" />}
      text={text}
      label={groups.length > 0 ? `${t("group.title")}: ${text}` : t("group.title")}
    >
      {() => (
        <ChipLevels
          levels={groups.map((group, at) => ({ key: group.field, controls: controls(group, at) }))}
          addText={t("group.add")}
          removeText={t("group.remove")}
          onRemove={(at) => onGroups(groups.toSpliced(at, 1))}
          onAdd={
            free && groups.length < MOST_GROUPS ? () => onGroups([...groups, begin(free.value)]) : undefined
          }
          onReset={changed ? () => onGroups(undefined) : undefined}
        />
      )}
    </Chip>
  );
}
