/** Choosing options: a field's own, a shared set's, or found on the server where there are too many. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { findOptions } from "../../lib/api/apps";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import type { FieldModel, OptionModel } from "../../lib/model";
import { Pill } from "../../ui/pill";
import type { InputProps } from "../control";

/** The option of a name, with its label; an unknown name is shown as it is. */
export function optionOf(field: FieldModel, name: string): OptionModel {
  return field.options?.find((option) => option.name === name) ?? { name, label: { en: name } };
}

export function OptionPill({ field, name }: { field: FieldModel; name: string }) {
  const { i18n } = useTranslation();
  const option = optionOf(field, name);
  return <Pill text={textOf(option.label, i18n.language)} color={option.color} />;
}

/** The options that fit the value of the field they depend on. */
function fitting(field: FieldModel, options: OptionModel[], chosen: unknown): OptionModel[] {
  if (typeof field.settings.depends_on !== "string") return options;
  const parents = new Set(Array.isArray(chosen) ? chosen : [chosen]);
  return options.filter((option) => !option.parent || parents.has(option.parent));
}

function useOptions(props: Pick<InputProps<unknown>, "field" | "entity" | "values">, search: string) {
  const { workspace, app } = useAppPlace();
  const { field, entity } = props;
  const paged = field.options === null;
  const found = useQuery({
    queryKey: ["options", workspace, app, entity, field.name, search],
    queryFn: () => findOptions(workspace, app, entity, field.name, search),
    enabled: paged,
    placeholderData: keepPreviousData,
  });
  const { options: own } = field;
  const parent =
    typeof field.settings.depends_on === "string" ? props.values[field.settings.depends_on] : null;
  const options = useMemo(
    () => fitting(field, own ?? found.data ?? [], parent),
    [field, own, found.data, parent],
  );
  return { options, paged, loading: paged && found.isFetching };
}

/** What can be chosen, and what is chosen though nobody could choose it now. */
function choicesOf(
  field: FieldModel,
  options: readonly OptionModel[],
  chosen: string | string[] | null,
  locale: string,
) {
  const kept = new Set(Array.isArray(chosen) ? chosen : chosen ? [chosen] : []);
  const offered = options.filter((option) => !option.disabled || kept.has(option.name));
  const known = new Set(offered.map(({ name }) => name));
  const others = [...kept].filter((name) => !known.has(name)).map((name) => optionOf(field, name));
  return [...offered, ...others].map(({ name, label, color }) => ({
    value: name,
    label: textOf(label, locale),
    color,
  }));
}

type ChoiceProps<V> = Omit<InputProps<V>, "controls"> & { mode?: "multiple" };

function Choice({
  chosen,
  ...props
}: Omit<ChoiceProps<string[]>, "value"> & { chosen: string | string[] | null }) {
  const { i18n } = useTranslation();
  const [search, setSearch] = useState("");
  const { options, paged, loading } = useOptions(props, search);
  const choices = useMemo(
    () => choicesOf(props.field, options, chosen, i18n.language),
    [props.field, options, chosen, i18n.language],
  );
  return (
    <Select
      id={props.id}
      {...(props.mode ? { mode: props.mode } : {})}
      allowClear
      style={{ width: "100%" }}
      showSearch={{
        optionFilterProp: "label",
        ...(paged ? { filterOption: false, onSearch: setSearch } : {}),
      }}
      value={chosen ?? undefined}
      options={choices}
      loading={loading}
      disabled={props.disabled ?? false}
      placeholder={props.placeholder ?? null}
      aria-labelledby={props.labelId}
      aria-describedby={props.describedBy}
      {...(props.invalid ? { status: "error" as const } : {})}
      optionRender={({ data }) => <Pill text={data.label} color={data.color} />}
      onChange={(value: string | string[] | undefined) => {
        const list = Array.isArray(value) ? value : value ? [value] : [];
        props.onChange(list.length > 0 ? list : null);
      }}
    />
  );
}

export function OptionSelect({ value, onChange, ...props }: ChoiceProps<string>) {
  return <Choice {...props} chosen={value} onChange={(list) => onChange(list?.[0] ?? null)} />;
}

export function OptionsSelect({ value, ...props }: ChoiceProps<string[]>) {
  return <Choice {...props} mode="multiple" chosen={value ?? []} />;
}
