/** Choosing options: a field's own or a shared set's. */

import { Select } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import type { FieldModel, OptionModel } from "../../lib/model";
import { BY_LABEL } from "../../lib/pinyin";
import { Pill } from "../../ui/pill";
import type { InputProps } from "../control";
import { useTabLeaves } from "./tab-leaves";

/** The option of a name, with its label; an unknown name is shown as it is. */
export function optionOf(field: FieldModel, name: string): OptionModel {
  return field.options.find((option) => option.name === name) ?? { name, label: { en: name } };
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

/** A choice that is not there yet and can be made: what is typed, and what makes it. */
export interface Adding {
  typed: string;
  onTyped: (text: string) => void;
  onAdd: (text: string) => void;
  busy: boolean;
  /** Why what is typed could not be added; it stays to be mended. */
  fault: string | null;
}

type ChoiceProps<V> = Omit<InputProps<V>, "controls"> & {
  mode?: "multiple";
  most?: number | undefined;
  adding?: Adding | undefined;
};

/** Stands among the choices for the one that would be made; no option can be named so, and it may be read out. */
const NEW = "+";

function isNew(text: string, choices: readonly { label: string }[]): boolean {
  const wanted = text.trim().toLowerCase();
  return wanted !== "" && choices.every(({ label }) => label.toLowerCase() !== wanted);
}

/** What is chosen after a choice: of one at most, the later one takes the place of the other. */
function taken(value: string | string[] | undefined, most: number | undefined): string[] {
  const list = Array.isArray(value) ? value : value ? [value] : [];
  return most === 1 ? list.slice(-1) : list;
}

/** What can be chosen now, with the choice that would be made of what is typed. */
function useChoices({
  field,
  values,
  adding,
  chosen,
}: Pick<ChoiceOfMany, "field" | "values" | "adding" | "chosen">) {
  const { t, i18n } = useTranslation();
  const above = field.settings.depends_on;
  const parent = typeof above === "string" ? values[above] : null;
  const choices = useMemo(
    () => choicesOf(field, fitting(field, field.options, parent), chosen, i18n.language),
    [field, parent, chosen, i18n.language],
  );
  if (!adding || adding.fault !== null || !isNew(adding.typed, choices)) return choices;
  return [
    ...choices,
    { value: NEW, label: t("field.addOption", { text: adding.typed.trim() }), color: null },
  ];
}

/** How choices are found by typing, and what happens with what is typed. */
function searching(adding: Adding | undefined) {
  return adding
    ? {
        loading: adding.busy,
        showSearch: { ...BY_LABEL, searchValue: adding.typed, onSearch: adding.onTyped },
        onBlur: () => adding.onTyped(""),
      }
    : { showSearch: BY_LABEL };
}

type ChoiceOfMany = Omit<ChoiceProps<string[]>, "value"> & { chosen: string | string[] | null };

function Choice({ chosen, adding, most, ...props }: ChoiceOfMany) {
  const { t } = useTranslation();
  const choices = useChoices({ field: props.field, values: props.values, adding, chosen });
  const [open, setOpen] = useState(false);
  const tab = useTabLeaves(props.mode === "multiple", () => setOpen(false));
  function choose(value: string | string[] | undefined) {
    if (tab.isLeaving()) return;
    const list = taken(value, most);
    if (list.includes(NEW)) {
      adding?.onAdd(adding.typed.trim());
      return;
    }
    adding?.onTyped("");
    props.onChange(list.length > 0 ? list : null);
  }
  return (
    <div className="around" onKeyDownCapture={tab.onKeyDownCapture}>
      <Select
        id={props.id}
        open={open}
        onOpenChange={setOpen}
        {...(props.mode ? { mode: props.mode } : {})}
        {...(most && most > 1 ? { maxCount: most } : {})}
        {...searching(adding)}
        // The open list lies over what is said below the box.
        {...(adding?.fault ? { notFoundContent: adding.fault } : {})}
        allowClear={{ label: t("action.clear") }}
        style={{ width: "100%" }}
        value={chosen ?? undefined}
        options={choices}
        disabled={props.disabled ?? false}
        placeholder={props.placeholder ?? null}
        aria-labelledby={props.labelId}
        aria-describedby={props.describedBy}
        {...(props.invalid ? { status: "error" as const } : {})}
        optionRender={({ data }) =>
          data.value === NEW ? data.label : <Pill text={data.label} color={data.color} />
        }
        onChange={choose}
      />
    </div>
  );
}

export function OptionSelect({ value, onChange, ...props }: ChoiceProps<string>) {
  return <Choice {...props} chosen={value} onChange={(list) => onChange(list?.[0] ?? null)} />;
}

export function OptionsSelect({ value, ...props }: ChoiceProps<string[]>) {
  return <Choice {...props} mode="multiple" chosen={value ?? []} />;
}
