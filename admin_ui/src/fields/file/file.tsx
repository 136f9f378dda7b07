/** Files kept with a record, shown by name. */

import { defineControl } from "../control";
import { FileNames, readFiles, type StoredFile } from "../pieces/files";

export const fileControl = defineControl<StoredFile[]>({
  type: "file",
  read: readFiles,
  Show: FileNames,
});
