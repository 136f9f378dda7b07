/** Texts of the file that are no option yet: what to do with them, decided in one click for each field. */

import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { Mapping, PreviewRow } from "../../lib/api/imports";
import { mayBuild, useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { fieldOf, type EntityModel } from "../../lib/model";
import { withEntry } from "./mapping";

interface UnknownOptionsProps {
  entity: EntityModel;
  rows: readonly PreviewRow[];
  mapping: Mapping;
  onMapping: (mapping: Mapping) => void;
}

const MOST_TEXTS = 8;

/** Name of the field that a problem of a row is about. */
export function fieldNameOf(path: string): string {
  return path.replace(/^values\./, "").split(".")[0] ?? "";
}

/** Field name → texts that are no option of it. */
function unknownTexts(rows: readonly PreviewRow[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const problem of rows.flatMap(({ problems }) => problems)) {
    if (problem.code !== "unknown_option") continue;
    const name = fieldNameOf(problem.path);
    const texts = found.get(name) ?? new Set();
    const { value } = problem.params ?? {};
    texts.add(typeof value === "string" ? value : "");
    found.set(name, texts);
  }
  return found;
}

export function UnknownOptions({ entity, rows, mapping, onMapping }: UnknownOptionsProps) {
  const { t, i18n } = useTranslation();
  const administrator = mayBuild(useAppPlace());
  return [...unknownTexts(rows)].map(([name, texts]) => {
    const index = mapping.columns.findIndex(({ to }) => to === name);
    const entry = mapping.columns[index];
    const field = fieldOf(entity, name);
    if (!entry || !field) return null;
    const listed = [...texts].slice(0, MOST_TEXTS).join(t("filter.listSeparator"));
    const decide = (unknown: "create" | "blank") =>
      onMapping(withEntry(mapping, index, { ...entry, unknown }));
    return (
      <div className="note warn" key={name}>
        <span className="grow">
          {t("import.preview.unknownOptions", {
            field: textOf(field.label, i18n.language),
            count: texts.size,
            texts: texts.size > MOST_TEXTS ? `${listed}…` : listed,
          })}
        </span>
        {administrator ? (
          <Button size="small" onClick={() => decide("create")}>
            {t("import.preview.unknownCreate")}
          </Button>
        ) : null}
        <Button size="small" onClick={() => decide("blank")}>
          {t("import.preview.unknownBlank")}
        </Button>
      </div>
    );
  });
}
