/** One option of a tree, such as a category. */

import { Cascader } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import type { OptionModel } from "../../lib/model";
import { defineControl, type InputProps } from "../control";
import { OptionsSelect } from "../pieces/option-choice";
import { readText, readTexts } from "../pieces/read";

/** The chosen node: the wire has the names from the root down to it. */
function readNode(wire: unknown): string | null {
  return readText(wire) ?? readTexts(wire)?.at(-1) ?? null;
}

interface Branch {
  value: string;
  label: string;
  disabled: boolean;
  children?: Branch[];
}

/** The options as a tree: one walk over all of them, however many there are. */
function branches(options: readonly OptionModel[], locale: string, chosen: string | null): Branch[] {
  const under = new Map<string | null, OptionModel[]>();
  for (const option of options) {
    const parent = option.parent ?? null;
    const siblings = under.get(parent);
    if (siblings) siblings.push(option);
    else under.set(parent, [option]);
  }
  const made = (option: OptionModel): Branch => {
    const children = (under.get(option.name) ?? []).map(made);
    return {
      value: option.name,
      label: textOf(option.label, locale),
      disabled: (option.disabled ?? false) && option.name !== chosen,
      ...(children.length > 0 ? { children } : {}),
    };
  };
  return (under.get(null) ?? []).map(made);
}

/** The options from the root of the tree down to the named one. */
function pathTo(options: readonly OptionModel[], name: string): OptionModel[] {
  const path: OptionModel[] = [];
  let here = options.find((option) => option.name === name);
  while (here && !path.includes(here)) {
    path.unshift(here);
    const { parent } = here;
    here = parent ? options.find((option) => option.name === parent) : undefined;
  }
  return path;
}

function CascadeInput({ value, onChange, field, ...props }: InputProps<string>) {
  const { i18n } = useTranslation();
  const { options } = field;
  const tree = useMemo(() => branches(options, i18n.language, value), [options, i18n.language, value]);
  return (
    <Cascader<Branch>
      id={props.id}
      style={{ width: "100%" }}
      classNames={{ popup: { root: "region-popup" } }}
      changeOnSelect={field.settings.leaves_only === false}
      showSearch={{ limit: 60, matchInputWidth: false }}
      options={tree}
      value={value ? pathTo(options, value).map((option) => option.name) : []}
      displayRender={(labels) => labels.join(" / ")}
      disabled={props.disabled ?? false}
      aria-labelledby={props.labelId}
      aria-describedby={props.describedBy}
      placeholder={props.placeholder ?? ""}
      {...(props.invalid ? { status: "error" as const } : {})}
      onChange={(path) => onChange((path as string[] | undefined)?.at(-1) ?? null)}
    />
  );
}

function Many({ value, ...props }: InputProps<unknown>) {
  return <OptionsSelect {...props} value={readTexts(value)} />;
}

export const cascadeControl = defineControl<string>({
  type: "cascade",
  read: readNode,
  width: 160,
  Input: CascadeInput,
  Many,
  Show: function Show({ value, field }) {
    const { i18n } = useTranslation();
    const path = pathTo(field.options, value);
    const text = path.map((option) => textOf(option.label, i18n.language)).join(" / ");
    return <span className="clip">{text || value}</span>;
  },
});
