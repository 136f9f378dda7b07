/** Pictures, shown by name until they can be shown themselves. */

import { defineControl } from "../control";
import { FileNames, readFiles, type StoredFile } from "../pieces/files";

export const imageControl = defineControl<StoredFile[]>({
  type: "image",
  read: readFiles,
  Show: FileNames,
});
