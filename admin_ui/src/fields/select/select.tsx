/** One option of a list. */

import { defineControl, type InputProps } from "../control";
import { OptionPill, OptionSelect, OptionsSelect } from "../pieces/option-choice";
import { readText, readTexts } from "../pieces/read";

function ManyOptions({ value, ...props }: InputProps<unknown>) {
  return <OptionsSelect {...props} value={readTexts(value)} />;
}

export const selectControl = defineControl<string>({
  type: "select",
  read: readText,
  width: 120,
  Input: OptionSelect,
  Many: ManyOptions,
  Show: ({ value, field }) => <OptionPill field={field} name={value} />,
});
