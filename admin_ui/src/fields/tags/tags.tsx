/** Tags of a tag set. */

import { defineControl, type InputProps } from "../control";
import { OptionPill } from "../pieces/option-choice";
import { readTexts } from "../pieces/read";
import { TagsInput } from "./tags-input";

function Many({ value, ...props }: InputProps<unknown>) {
  return <TagsInput {...props} value={readTexts(value)} />;
}

export const tagsControl = defineControl<string[]>({
  type: "tags",
  read: readTexts,
  width: 180,
  Input: TagsInput,
  Many,
  Show: ({ value, field, compact }) => (
    <span className={compact ? "pills" : "pills wrap"}>
      {value.map((name) => (
        <OptionPill key={name} field={field} name={name} />
      ))}
    </span>
  ),
});
