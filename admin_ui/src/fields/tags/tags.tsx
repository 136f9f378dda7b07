/** Tags of a tag set. */

import { defineControl, type InputProps } from "../control";
import { OptionPill, OptionsSelect } from "../pieces/option-choice";
import { readTexts } from "../pieces/read";

function Many({ value, ...props }: InputProps<unknown>) {
  return <OptionsSelect {...props} value={readTexts(value)} />;
}

export const tagsControl = defineControl<string[]>({
  type: "tags",
  read: readTexts,
  width: 180,
  Input: OptionsSelect,
  Many,
  Show: ({ value, field, compact }) => (
    <span className={compact ? "pills" : "pills wrap"}>
      {value.map((name) => (
        <OptionPill key={name} field={field} name={name} />
      ))}
    </span>
  ),
});
