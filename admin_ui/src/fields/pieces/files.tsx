/** Stored files by name, as file, image and signature show them. */

import { Paperclip } from "lucide-react";

export interface StoredFile {
  name: string;
}

/** One file or several, by name. */
export function readFiles(wire: unknown): StoredFile[] | null {
  const items: unknown[] = Array.isArray(wire) ? wire : [wire];
  const files = items.flatMap((item) => {
    if (typeof item === "string" && item) return [{ name: item }];
    const name = typeof item === "object" && item !== null && "name" in item ? item.name : null;
    return typeof name === "string" ? [{ name }] : [];
  });
  return files.length > 0 ? files : null;
}

export function FileNames({ value, compact }: { value: StoredFile[]; compact: boolean }) {
  return (
    <span className={compact ? "pills" : "pills wrap"}>
      {value.map((file, index) => (
        <span className="row-line" key={index}>
          <Paperclip size={13} aria-hidden="true" />
          <span className="clip">{file.name}</span>
        </span>
      ))}
    </span>
  );
}
