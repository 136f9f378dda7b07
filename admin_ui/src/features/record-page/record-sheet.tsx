/** A record on a sheet over the page it was opened from; previous and next go through the list there. */

import { Link } from "@tanstack/react-router";
import { Button, Drawer } from "antd";
import { Maximize2, X } from "lucide-react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { useNeighbours } from "../../lib/list-trail";
import { entityOf, type EntityModel } from "../../lib/model";
import type { OpenRecord } from "../../lib/open-record";
import { NotHere } from "../../ui/not-here";
import { LoadedRecord } from "./loaded-record";
import { NeighbourButtons } from "./neighbours";
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

function SheetTools({ entity, open, onClose, onOpen }: RecordSheetProps & { entity: EntityModel }) {
  const { t } = useTranslation();
  const { workspace, app } = useAppPlace();
  const near = useNeighbours(entity.name, open.id);
  return (
    <div className="row-line sheet-tools">
      <NeighbourButtons near={near} onGo={(id) => onOpen({ entity: entity.name, id })} />
      <Link
        className="icon-link"
        to="/w/$workspace/$app/$entity/$id"
        params={{ workspace, app, entity: entity.name, id: String(open.id) }}
        search={{}}
        {...(near ? { state: { alongList: true } } : {})}
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
