/** The order of a list: levels of it, each with its direction. */

import { Button, Select } from "antd";
import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import type { EntityModel, SortModel } from "../../lib/model";
import { BY_LABEL } from "../../lib/pinyin";
import { Chip } from "./chip";
import { ChipLevels } from "./chip-levels";
import { labelOfPath } from "../../fields/conditions/path-label";

const MOST = 5;

interface SortChipProps {
  entity: EntityModel;
  sort: readonly SortModel[];
  changed: boolean;
  onSort: (sort: SortModel[] | undefined) => void;
}

export function SortChip({ entity, sort, changed, onSort }: SortChipProps) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const name = (path: string) =>
    labelOfPath(model, entity, path, i18n.language, (part) => t(`part.${part}` as "part.min"));
  const first = sort[0];
  const text = first
    ? `${name(first.field)} ${t(first.direction === "desc" ? "sort.down" : "sort.up")}`
    : t("sort.none");
  const more = sort.length > 1 ? ` +${sort.length - 1}` : "";
  const choices = entity.fields
    .filter(({ sortable }) => sortable)
    .map((field) => ({ value: field.name, label: name(field.name) }));
  const free = choices.find(({ value }) => !sort.some(({ field }) => field === value));
  function controls(level: SortModel, at: number) {
    const isDown = level.direction === "desc";
    const Arrow = isDown ? ArrowDown : ArrowUp;
    const isKnown = choices.some(({ value }) => value === level.field);
    return (
      <>
        <Select
          className="grow"
          aria-label={t("sort.field")}
          showSearch={BY_LABEL}
          value={level.field}
          options={isKnown ? choices : [{ value: level.field, label: name(level.field) }, ...choices]}
          onChange={(field) => onSort(sort.toSpliced(at, 1, { ...level, field }))}
        />
        <Button
          icon={<Arrow size={14} aria-hidden="true" />}
          onClick={() => onSort(sort.toSpliced(at, 1, { ...level, direction: isDown ? "asc" : "desc" }))}
        >
          {t(isDown ? "sort.down" : "sort.up")}
        </Button>
      </>
    );
  }

  return (
    <Chip
      set={changed}
      icon={<ArrowUpDown size={14} aria-hidden="true" />}
      text={`${text}${more}`}
      label={`${t("sort.title")}: ${text}${more}`}
    >
      {() => (
        <ChipLevels
          levels={sort.map((level, at) => ({ key: level.field, controls: controls(level, at) }))}
          addText={t("sort.add")}
          removeText={t("sort.remove")}
          onRemove={(at) => onSort(sort.toSpliced(at, 1))}
          onAdd={
            free && sort.length < MOST
              ? () => onSort([...sort, { field: free.value, direction: "asc" }])
              : undefined
          }
          onReset={changed ? () => onSort(undefined) : undefined}
        />
      )}
    </Chip>
  );
}
