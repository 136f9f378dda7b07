/** Pictures kept with a record, shown in small. */

import type { StoredFile } from "../../lib/api/files";
import { defineControl, type InputProps } from "../control";
import { FilesInput, Pictures, readFiles } from "../pieces/files";

function ImageInput(props: InputProps<StoredFile[]>) {
  return <FilesInput {...props} pictures />;
}

export const imageControl = defineControl<StoredFile[]>({
  type: "image",
  read: readFiles,
  group: true,
  wide: true,
  width: 130,
  Input: ImageInput,
  Show: Pictures,
});
