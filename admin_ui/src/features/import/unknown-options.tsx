/** Texts of the file that are no option yet: what to do with them, decided in one click for each field. */

import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { Mapping, PreviewRow } from "../../lib/api/imports";
import type { Problem } from "../../lib/api/problem";
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
/** New options of one field from which they are rather a column of free text. */
const MANY = 20;
const NEW_OPTION = "option_will_be_created";

/** Name of the field that a problem of a row is about. */
export function fieldNameOf(path: string): string {
  return path.replace(/^values\./, "").split(".")[0] ?? "";
}

/** Field name → the texts that problems with a code are about. */
function textsWith(problems: readonly Problem[], code: string): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const problem of problems.filter((item) => item.code === code)) {
    const name = fieldNameOf(problem.path);
    const texts = found.get(name) ?? new Set();
    const { value } = problem.params ?? {};
    texts.add(typeof value === "string" ? value : "");
    found.set(name, texts);
  }
  return found;
}

/** Field name → texts of a row, or of several, that the import makes options of. */
export function newOptions(rows: readonly PreviewRow[]): Map<string, Set<string>> {
  return textsWith(
    rows.flatMap(({ warnings }) => warnings),
    NEW_OPTION,
  );
}

/** What there is to say about a row itself: options to be made are told once for all rows. */
export function remarksOf(row: PreviewRow): Problem[] {
  return row.warnings.filter(({ code }) => code !== NEW_OPTION);
}

/** The options that the import will make, told once for each field: they stay, so many of them are a warning. */
export function NewOptions({ entity, rows, mapping, onMapping }: UnknownOptionsProps) {
  const { t, i18n } = useTranslation();
  const separator = t("filter.listSeparator");
  return [...newOptions(rows)].map(([name, texts]) => {
    const index = mapping.columns.findIndex(({ to }) => to === name);
    const entry = mapping.columns[index];
    const field = fieldOf(entity, name);
    if (!entry || !field) return null;
    return (
      <div className={texts.size > MANY ? "note warn" : "note"} key={name}>
        <span className="grow">
          {t("import.preview.newOptions", {
            field: textOf(field.label, i18n.language),
            count: texts.size,
            texts: listed(texts, separator),
          })}
        </span>
        <Button
          size="small"
          onClick={() => onMapping(withEntry(mapping, index, { ...entry, unknown: "blank" }))}
        >
          {t("import.preview.unknownBlank")}
        </Button>
      </div>
    );
  });
}

function listed(texts: ReadonlySet<string>, separator: string): string {
  const first = [...texts].slice(0, MOST_TEXTS).join(separator);
  return texts.size > MOST_TEXTS ? `${first}…` : first;
}

export function UnknownOptions({ entity, rows, mapping, onMapping }: UnknownOptionsProps) {
  const { t, i18n } = useTranslation();
  const administrator = mayBuild(useAppPlace());
  const problems = rows.flatMap((row) => row.problems);
  return [...textsWith(problems, "unknown_option")].map(([name, texts]) => {
    const index = mapping.columns.findIndex(({ to }) => to === name);
    const entry = mapping.columns[index];
    const field = fieldOf(entity, name);
    if (!entry || !field) return null;
    const decide = (unknown: "create" | "blank") =>
      onMapping(withEntry(mapping, index, { ...entry, unknown }));
    return (
      <div className="note warn" key={name}>
        <span className="grow">
          {t("import.preview.unknownOptions", {
            field: textOf(field.label, i18n.language),
            count: texts.size,
            texts: listed(texts, t("filter.listSeparator")),
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
