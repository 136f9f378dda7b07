/** A signature, shown as signed. */

import { defineControl } from "../control";
import { FileNames, readFiles, type StoredFile } from "../pieces/files";

export const signatureControl = defineControl<StoredFile[]>({
  type: "signature",
  read: readFiles,
  Show: FileNames,
});
