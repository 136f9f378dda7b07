/** Chooses province, city and county of China, by columns or by typing signs or pinyin. */

import { Cascader } from "antd";
import { useTranslation } from "react-i18next";

import { isMeant, REGIONS, type Region, type RegionLevel } from "./regions";
import type { Address } from "./take-apart";

interface Choice {
  value: string;
  label: string;
  region: Region;
  children?: Choice[];
}

function choices(regions: readonly Region[]): Choice[] {
  return regions.map((region) => ({
    value: region.name,
    label: region.name,
    region,
    ...(region.children.length > 0 ? { children: choices(region.children) } : {}),
  }));
}

const CHOICES = choices(REGIONS);
const LEVELS: readonly RegionLevel[] = ["province", "city", "district"];
const MOST_FOUND = 60;

/** Whether every word typed means some region on the way. */
function matches(typed: string, way: Choice[]): boolean {
  const words = typed.trim().split(/\s+/);
  return words.every((word) => way.some(({ region }) => isMeant(region, word))) || joined(typed, way);
}

/** 浙江杭州, 杭州西湖: names run together, each without its last sign. */
function joined(typed: string, way: Choice[]): boolean {
  const text = way.map(({ value }) => value.replace(/[省市区县]$/u, "")).join("");
  return /[\u4e00-\u9fa5]/u.test(typed) && text.includes(typed.trim().replace(/[省市区县]/gu, ""));
}

/** The way to the chosen county. Sample and imported addresses may name what is no division: shown as it is. */
function wayOf(value: Address | null): string[] {
  return LEVELS.map((level) => value?.[level] ?? "").filter(Boolean);
}

interface RegionCascadeProps {
  id: string;
  value: Address | null;
  disabled: boolean;
  invalid: boolean;
  onChange: (region: Pick<Address, RegionLevel>) => void;
}

export default function RegionCascade({ id, value, disabled, invalid, onChange }: RegionCascadeProps) {
  const { t } = useTranslation();
  return (
    <Cascader<Choice>
      id={id}
      classNames={{ popup: { root: "region-popup" } }}
      style={{ width: "100%" }}
      options={CHOICES}
      value={wayOf(value)}
      changeOnSelect
      allowClear={{ label: t("action.clear") }}
      showSearch={{ filter: matches, limit: MOST_FOUND, matchInputWidth: false }}
      displayRender={(labels) => labels.join(" / ")}
      disabled={disabled}
      placeholder={t("address.region")}
      aria-label={t("address.region")}
      notFoundContent={t("field.nothingFound")}
      {...(invalid ? { status: "error" as const } : {})}
      onChange={(_names, way) => {
        const next: Pick<Address, RegionLevel> = {};
        for (const choice of (way as Choice[] | undefined) ?? []) next[choice.region.level] = choice.value;
        onChange(next);
      }}
    />
  );
}
