/** What the foot of a list sums up, and how. */

import { Select } from "antd";
import { Sigma } from "lucide-react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { fieldOf, type EntityModel } from "../../lib/model";
import { BY_LABEL } from "../../lib/pinyin";
import { controlOf } from "../../fields/registry";
import { Chip } from "./chip";
import { ChipLevels } from "./chip-levels";
import type { Total } from "./use-list";

const MOST = 6;
const FUNCTIONS = ["sum", "avg", "min", "max", "count"] as const;

interface TotalsChipProps {
  entity: EntityModel;
  totals: readonly Total[];
  changed: boolean;
  onTotals: (totals: Total[] | undefined) => void;
}

export function TotalsChip({ entity, totals, changed, onTotals }: TotalsChipProps) {
  const { t, i18n } = useTranslation();
  const fields = entity.fields.filter(({ aggregates }) => aggregates?.includes("sum"));
  const functionsOf = (path: string) =>
    FUNCTIONS.filter((one) => fieldOf(entity, path)?.aggregates?.includes(one));
  const begin = (path: string): Total => {
    const usual = controlOf(fieldOf(entity, path)?.type ?? "").total;
    const possible = functionsOf(path);
    return { field: path, function: possible.find((one) => one === usual) ?? possible[0] ?? "count" };
  };
  const free = fields.find(({ name }) => !totals.some(({ field }) => field === name));
  const choices = fields.map((field) => ({ value: field.name, label: textOf(field.label, i18n.language) }));
  if (fields.length === 0) return null;

  function controls(total: Total, at: number) {
    return (
      <>
        <Select
          className="grow"
          aria-label={t("sum.field")}
          showSearch={BY_LABEL}
          value={total.field}
          options={choices}
          onChange={(path) => onTotals(totals.toSpliced(at, 1, begin(path)))}
        />
        <Select
          aria-label={t("sum.how")}
          style={{ width: 104 }}
          value={total.function}
          options={functionsOf(total.field).map((one) => ({ value: one, label: t(`sum.words.${one}`) }))}
          onChange={(how) => onTotals(totals.toSpliced(at, 1, { ...total, function: how }))}
        />
      </>
    );
  }
  return (
    <Chip icon={<Sigma size={14} aria-hidden="true" />} text={t("sum.title")}>
      {() => (
        <ChipLevels
          levels={totals.map((total, at) => ({
            key: `${total.field} ${total.function} ${at}`,
            controls: controls(total, at),
          }))}
          addText={t("sum.add")}
          removeText={t("sum.remove")}
          onRemove={(at) => onTotals(totals.toSpliced(at, 1))}
          onAdd={free && totals.length < MOST ? () => onTotals([...totals, begin(free.name)]) : undefined}
          onReset={changed ? () => onTotals(undefined) : undefined}
        />
      )}
    </Chip>
  );
}
