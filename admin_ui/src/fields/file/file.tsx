/** Files kept with a record, shown by name. */

import type { StoredFile } from "../../lib/api/files";
import { defineControl, type InputProps } from "../control";
import { FileNames, FilesInput, readFiles } from "../pieces/files";

function FileInput(props: InputProps<StoredFile[]>) {
  return <FilesInput {...props} pictures={false} />;
}

export const fileControl = defineControl<StoredFile[]>({
  type: "file",
  read: readFiles,
  group: true,
  wide: true,
  width: 180,
  Input: FileInput,
  Show: FileNames,
});
