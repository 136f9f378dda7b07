/** Matching the file's columns with fields. */

import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { changeImportFile, type ImportInspection, type Mapping } from "../../lib/api/imports";
import { useAppPlace } from "../../lib/app-context";
import type { EntityModel } from "../../lib/model";
import { ProblemNote } from "../../ui/problem-note";
import { ConstantsEditor } from "./constants-editor";
import { FileSettings } from "./file-settings";
import { entryKeys, joinColumn, partColumn, targetsOf, usedAgain, withEntry, withoutEntry } from "./mapping";
import { MappingEntry } from "./mapping-entry";
import { MappingFile } from "./mapping-file";
import { MappingRules } from "./mapping-rules";

interface ColumnsStepProps {
  entity: EntityModel;
  inspection: ImportInspection;
  mapping: Mapping;
  onMapping: (mapping: Mapping) => void;
  onInspected: (inspection: ImportInspection) => void;
  onBack: () => void;
  onNext: () => void;
  onFieldMade: (label: string) => void;
}

export function ColumnsStep({ entity, inspection, mapping, onMapping, ...props }: ColumnsStepProps) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const { file, columns } = inspection;
  const targets = targetsOf(entity);
  const used = new Map(mapping.columns.map((entry, index) => [entry.to, index]));
  const mapped = new Set(mapping.columns.flatMap(({ from, to }) => (to === null ? [] : from))).size;
  const keys = entryKeys(mapping);
  const reread = useMutation({
    mutationFn: (changes: Parameters<typeof changeImportFile>[2]) =>
      changeImportFile(workspace, inspection.id, changes),
    onSuccess: props.onInspected,
  });

  return (
    <div className="stack">
      <FileSettings file={file} busy={reread.isPending} onChange={(changes) => reread.mutate(changes)}>
        <MappingFile inspection={inspection} mapping={mapping} targets={targets} onMapping={onMapping} />
      </FileSettings>
      {reread.error ? <ProblemNote error={reread.error} /> : null}
      {file.warnings.map((warning) => (
        <div className="note warn" key={`${warning.path} ${warning.code}`}>
          {warning.message || warning.code}
        </div>
      ))}
      {file.rows === 0 ? (
        <div className="note warn" role="alert">
          {t("import.file.none")}
        </div>
      ) : null}
      <section className="card mapping" aria-label={t("import.columns.title")}>
        <div className="mapping-head" aria-hidden="true">
          <span>{t("import.columns.column")}</span>
          <span>{t("import.columns.samples")}</span>
          <span>{t("import.columns.field")}</span>
        </div>
        {mapping.columns.map((entry, index) => (
          <MappingEntry
            key={keys[index]}
            entity={entity}
            entry={entry}
            columns={columns}
            targets={targets.filter(({ path }) => (used.get(path) ?? index) === index)}
            repeated={mapping.columns.some(
              (other, at) => at !== index && other.from.join() === entry.from.join(),
            )}
            onChange={(next) => onMapping(withEntry(mapping, index, next))}
            onJoin={(letter) => onMapping(joinColumn(mapping, index, letter))}
            onPart={(letter) => onMapping(partColumn(mapping, index, letter))}
            onAgain={() => onMapping(usedAgain(mapping, index))}
            onFieldMade={props.onFieldMade}
            onRemove={() => onMapping(withoutEntry(mapping, index))}
          />
        ))}
      </section>
      <ConstantsEditor entity={entity} mapping={mapping} targets={targets} onMapping={onMapping} />
      <MappingRules
        entity={entity}
        mapping={mapping}
        columns={columns}
        targets={targets}
        onMapping={onMapping}
      />
      <div className="import-actions">
        <Button onClick={props.onBack}>{t("import.otherFile")}</Button>
        <span className="grow muted small">
          {t("import.columns.mapped", { mapped, total: columns.length })}
        </span>
        <Button type="primary" disabled={mapped === 0 || file.rows === 0} onClick={props.onNext}>
          {t("import.check")}
        </Button>
      </div>
    </div>
  );
}
