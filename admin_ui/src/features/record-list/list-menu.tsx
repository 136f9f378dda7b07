/** What else can be done with a list: take it out as a file, fetch earlier files, see the keys. */

import { useQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { Ellipsis } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Place, RecordQuery } from "../../lib/api/records";
import { exportAddress, readExports } from "../../lib/api/exports";
import { mayBuild, timeZoneOf, useAppPlace } from "../../lib/app-context";
import { formatInstant } from "../../lib/format/dates";
import { formatCount } from "../../lib/format/numbers";
import type { EntityModel } from "../../lib/model";
import { FastLists } from "./fast-lists";
import { download, useExport } from "./use-export";
import { DropMenu } from "../../ui/drop-menu";

interface ListMenuProps {
  entity: EntityModel;
  place: Place;
  query: RecordQuery;
  onShortcuts: () => void;
}

export function ListMenu({ entity, place, query, onShortcuts }: ListMenuProps) {
  const { t } = useTranslation();
  const exporting = useExport(entity, place);
  const here = useAppPlace();
  const [files, setFiles] = useState(false);
  const [fast, setFast] = useState(false);
  const mayExport = entity.actions.includes("export");
  const items = [
    ...(mayExport
      ? [
          { key: "export", label: t("export.list"), children: exporting.items(query) },
          { key: "files", label: t("export.files"), onClick: () => setFiles(true) },
          { type: "divider" as const },
        ]
      : []),
    ...(mayBuild(here) ? [{ key: "fast", label: t("fast.lists"), onClick: () => setFast(true) }] : []),
    { key: "keys", label: t("keys.title"), extra: "?", onClick: onShortcuts },
  ];
  return (
    <>
      <DropMenu menu={{ items }}>
        <Button
          aria-label={t("list.menu")}
          loading={exporting.busy}
          icon={<Ellipsis size={16} aria-hidden="true" />}
        />
      </DropMenu>
      {files ? <Files place={place} onClose={() => setFiles(false)} /> : null}
      {fast ? <FastLists entity={entity} place={place} onClose={() => setFast(false)} /> : null}
    </>
  );
}

function Files({ place, onClose }: { place: Place; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const zone = timeZoneOf(useAppPlace());
  const { data, isPending } = useQuery({
    queryKey: ["exports", place],
    queryFn: () => readExports(place),
    staleTime: 0,
  });
  return (
    <Modal
      open
      title={t("export.files")}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{t("action.close")}</Button>}
    >
      {!isPending && data?.length === 0 ? <p className="muted">{t("export.noFiles")}</p> : null}
      <ul className="failures">
        {data?.map((file) => (
          <li key={file.id}>
            <Button
              type="link"
              size="small"
              onClick={() => download(exportAddress(place.workspace, file.id))}
            >
              <span className="clip">{file.name}</span>
            </Button>
            <span className="muted small numeric">
              {t("list.count", { total: formatCount(file.rows, i18n.language) })} ·{" "}
              {t("export.until", { moment: formatInstant(file.expires_at, zone) })}
            </span>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
