/** The head of a record: name, stage path, figures or key facts, and the few actions that matter. */

import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { Pencil } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { pluralOf, type WireValues } from "../../lib/model";
import { initialOf } from "../../ui/avatar";
import { Pill } from "../../ui/pill";
import { useIsPhone } from "../../ui/use-is-phone";
import { Reach } from "./reach";
import { RecordActions } from "./record-actions";
import { useRecord } from "./record-context";
import { RecordTeamButton } from "./record-team";
import { RestoreButton } from "./restore-button";
import { StagePath } from "./stage-path";

interface RecordHeaderProps {
  editing: boolean;
  onEdit: () => void;
  onGone: () => void;
  /** Stands on a sheet over another page, whose own heading is the first. */
  onSheet: boolean;
  /** What the page says about the record below its stages. */
  children?: ReactNode;
}

/** Who a value of a person field names. */
function personIn(values: WireValues, name: string): string {
  const value = values[name];
  return typeof value === "object" && value !== null && "label" in value ? String(value.label) : "";
}

export function RecordHeader({ editing, onEdit, onGone, onSheet, children }: RecordHeaderProps) {
  const { t, i18n } = useTranslation();
  const { entity, record, place, editable, onChanged } = useRecord();
  const phone = useIsPhone();
  const title = record.title || `#${record.id}`;
  const owner = entity.ownable ? personIn(record.values, "owner") : "";
  const Heading = onSheet ? "h2" : "h1";
  const Frame = onSheet ? "div" : "header";
  return (
    <Frame className="card record-head">
      <div className="record-who">
        <span className="record-mark" aria-hidden="true">
          {initialOf(title)}
        </span>
        <div className="grow">
          <Heading className="record-title" title={title}>
            {title}
          </Heading>
          <div className="muted small row-line wrap-line record-under">
            <span>
              <Link to="/w/$workspace/$app/$entity" params={{ ...place }} search={{}}>
                {textOf(pluralOf(entity), i18n.language)}
              </Link>
              {` · #${record.id}`}
              {owner ? ` · ${t("record.ownedBy", { name: owner })}` : ""}
            </span>
            <RecordTeamButton />
            {record.deleted ? <Pill text={t("record.inTrash")} meaning="bad" /> : null}
          </div>
        </div>
        <RestoreButton />
        {editable && !editing ? (
          <Button
            className="record-edit no-print"
            type="primary"
            icon={<Pencil size={14} aria-hidden="true" />}
            aria-label={t("action.edit")}
            onClick={onEdit}
          >
            {phone ? null : t("action.edit")}
          </Button>
        ) : null}
        <RecordActions onGone={onGone} />
      </div>
      <Reach />
      {entity.has_stages && !record.deleted ? (
        <StagePath entity={entity} record={record} onMoved={onChanged} />
      ) : null}
      {children}
    </Frame>
  );
}
