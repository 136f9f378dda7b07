/** A mapping as a file of its own: kept for the next file of the same kind, and for the command line. */

import { Button, Upload } from "antd";
import { Download, FolderOpen } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { ImportInspection, Mapping } from "../../lib/api/imports";
import { useMessage } from "../../ui/use-message";
import type { Target } from "./mapping";
import { fitted } from "./mapping";

interface MappingFileProps {
  inspection: ImportInspection;
  mapping: Mapping;
  targets: readonly Target[];
  onMapping: (mapping: Mapping) => void;
}

export function MappingFile({ inspection, mapping, targets, onMapping }: MappingFileProps) {
  const { t } = useTranslation();
  const message = useMessage();
  const text = JSON.stringify(mapping, null, 2);

  async function open(file: File) {
    const found = fitted(await new Response(file).text(), inspection.columns, targets);
    if (found) onMapping(found);
    else message.error(t("import.mapping.unreadable", { name: file.name }));
  }

  return (
    <>
      <Upload
        accept=".json,application/json"
        showUploadList={false}
        beforeUpload={(file) => {
          void open(file);
          return false;
        }}
      >
        <Button type="text" icon={<FolderOpen size={16} aria-hidden="true" />}>
          {t("import.mapping.open")}
        </Button>
      </Upload>
      <Button
        type="text"
        icon={<Download size={16} aria-hidden="true" />}
        href={`data:application/json;charset=utf-8,${encodeURIComponent(text)}`}
        download={`${inspection.file.name.replace(/\.\w{1,5}$/, "")}.mapping.json`}
      >
        {t("import.mapping.save")}
      </Button>
    </>
  );
}
