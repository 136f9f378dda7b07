/** A record on a sheet over the page it was opened from; previous and next go through the list there. */

import { Link } from "@tanstack/react-router";
import { Button, Drawer } from "antd";
import { ChevronDown, ChevronUp, Maximize2, X } from "lucide-react";
import { useEffect } from "react";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { useNeighbours, type Neighbours } from "../../lib/list-trail";
import { entityOf, type EntityModel } from "../../lib/model";
import type { OpenRecord } from "../../lib/open-record";
import { NotHere } from "../../ui/not-here";
import { LoadedRecord } from "./loaded-record";
import { RecordView } from "./record-view";

interface RecordSheetProps {
  open: OpenRecord;
  onClose: (ignoreBlocker?: boolean) => void;
  onOpen: (open: OpenRecord) => void;
}

export function RecordSheet({ open, onClose, onOpen }: RecordSheetProps) {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const entity = entityOf(model, open.entity);
  return (
    <Drawer
      open
      placement="right"
      mask={false}
      size={1040}
      rootClassName="record-sheet"
      title={
        <div className="record-sheet-title clip">
          {entity ? textOf(entity.label, i18n.language) : t("problem.notFound")}
        </div>
      }
      closable={entity === undefined}
      onClose={() => onClose()}
      extra={entity ? <SheetTools entity={entity} open={open} onClose={onClose} onOpen={onOpen} /> : null}
    >
      {entity ? (
        <LoadedRecord key={`${entity.id} ${open.id}`} entity={entity} id={open.id}>
          <RecordView onSheet onGone={() => onClose(true)} />
        </LoadedRecord>
      ) : (
        <NotHere />
      )}
    </Drawer>
  );
}

/** Where the record stands in its list, as far as that is known. */
function placeText({ place, count }: Neighbours, t: TFunction): string {
  if (place === null) return "";
  return count === null ? t("record.place", { place }) : t("record.placeOf", { place, count });
}

function SheetTools({ entity, open, onClose, onOpen }: RecordSheetProps & { entity: EntityModel }) {
  const { t } = useTranslation();
  const { workspace, app } = useAppPlace();
  const near = useNeighbours(entity.name, open.id);
  const go = (id: number | undefined) => {
    if (id !== undefined) onOpen({ entity: entity.name, id });
  };
  const { previous, next } = near ?? {};
  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const target = event.target as HTMLElement | null;
      if (!event.altKey || target?.closest("input, textarea, [contenteditable]")) return;
      const id = event.key === "ArrowUp" ? previous : event.key === "ArrowDown" ? next : undefined;
      if (id === undefined) return;
      event.preventDefault();
      onOpen({ entity: entity.name, id });
    }
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [previous, next, entity.name, onOpen]);
  return (
    <div className="row-line sheet-tools">
      {near ? (
        <>
          <span className="muted small numeric">{placeText(near, t)}</span>
          <Button
            type="text"
            icon={<ChevronUp size={17} aria-hidden="true" />}
            aria-label={t("record.previous")}
            title={`${t("record.previous")} (Alt ↑)`}
            disabled={near.previous === undefined}
            onClick={() => go(near.previous)}
          />
          <Button
            type="text"
            icon={<ChevronDown size={17} aria-hidden="true" />}
            aria-label={t("record.next")}
            title={`${t("record.next")} (Alt ↓)`}
            disabled={near.next === undefined}
            onClick={() => go(near.next)}
          />
        </>
      ) : null}
      <Link
        className="icon-link"
        to="/w/$workspace/$app/$entity/$id"
        params={{ workspace, app, entity: entity.name, id: String(open.id) }}
        search={{}}
        aria-label={t("record.expand")}
        title={t("record.expand")}
      >
        <Maximize2 size={16} aria-hidden="true" />
      </Link>
      <Button
        type="text"
        icon={<X size={18} aria-hidden="true" />}
        aria-label={t("record.close")}
        onClick={() => onClose()}
      />
    </div>
  );
}
