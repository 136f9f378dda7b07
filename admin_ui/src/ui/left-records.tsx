/** Records that stayed as they are, each with its kind and why: the first of them, and the others when asked for. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../lib/label";
import { modelQuery } from "../lib/queries";

interface LeftRecord {
  entity: string | null;
  id: number;
  title: string | null;
  code: string;
  message?: string | null;
}

interface LeftRecordsProps {
  workspace: string;
  app: string;
  /** Those that are told of, at most a hundred. */
  records: readonly LeftRecord[];
  /** How many there are. */
  count: number;
}

const FIRST = 8;

export function LeftRecords({ workspace, app, records, count }: LeftRecordsProps) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const shown = all ? records : records.slice(0, FIRST);
  const untold = count - records.length;
  return (
    <>
      <ul>
        {shown.map((record) => (
          <LeftLine key={record.id} workspace={workspace} app={app} record={record} />
        ))}
      </ul>
      {shown.length < records.length ? (
        <Button size="small" onClick={() => setAll(true)}>
          {t("left.more", { count: count - shown.length })}
        </Button>
      ) : null}
      {shown.length === records.length && untold > 0 ? (
        <div>{t("left.untold", { count: untold })}</div>
      ) : null}
    </>
  );
}

function LeftLine({ workspace, app, record }: { workspace: string; app: string; record: LeftRecord }) {
  const { t, i18n } = useTranslation();
  const model = useQuery(modelQuery(workspace, app));
  const { entity, id, message, code } = record;
  const label = model.data?.entities.find(({ name }) => name === entity)?.label;
  const title = record.title || `#${id}`;
  const kind = label ? textOf(label, i18n.language) : "";
  return (
    <li>
      {kind ? `${kind} ` : null}
      {entity && record.title ? (
        <Link
          to="/w/$workspace/$app/$entity/$id"
          params={{ workspace, app, entity, id: String(id) }}
          search={{}}
        >
          {title}
        </Link>
      ) : (
        title
      )}
      {t("left.why", { reason: message || code })}
    </li>
  );
}
