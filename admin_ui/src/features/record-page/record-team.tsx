/** The team of a record: who beside its owner sees or changes it, shown in its head and changed in a dialog. */

import { useQuery } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { readTeam, type RecordTeam } from "../../lib/api/record-team";
import { ProblemNote } from "../../ui/problem-note";
import { useRecord } from "./record-context";
import { TeamNewcomer } from "./team-newcomer";
import { TeamPlaces } from "./team-places";
import { teamKey } from "./use-team";
import "./record-team.css";

const FEW = 2;

/** Says who is in the team, or that nobody is yet where the reader may let somebody in. */
export function RecordTeamButton() {
  const { t } = useTranslation();
  const { entity, record, place } = useRecord();
  const [open, setOpen] = useState(false);
  const wanted = entity.ownable && record.deleted !== true;
  const team = useQuery({
    queryKey: teamKey(place, record.id),
    queryFn: ({ signal }) => readTeam(place, record.id, signal),
    enabled: wanted,
  });
  if (!wanted || !team.data) return null;
  const { items, may_change: mayChange } = team.data;
  if (items.length === 0 && !mayChange) return null;
  return (
    <>
      <Button
        type="link"
        size="small"
        className="record-team no-print"
        icon={<Users size={13} aria-hidden="true" />}
        onClick={() => setOpen(true)}
      >
        {items.length === 0 ? t("team.share") : t("team.of", { names: namesOf(team.data, t("team.comma")) })}
        {items.length > FEW ? t("team.andMore", { count: items.length - FEW }) : null}
      </Button>
      {open ? <TeamDialog team={team.data} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function namesOf({ items }: RecordTeam, comma: string): string {
  return items
    .slice(0, FEW)
    .map(({ user }) => user.label)
    .join(comma);
}

function TeamDialog({ team, onClose }: { team: RecordTeam; onClose: () => void }) {
  const { t } = useTranslation();
  const { record, place } = useRecord();
  const fresh = useQuery({
    queryKey: teamKey(place, record.id),
    queryFn: ({ signal }) => readTeam(place, record.id, signal),
    initialData: team,
  });
  return (
    <Modal
      open
      title={t("team.title", { title: record.title || `#${record.id}` })}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{t("action.close")}</Button>}
    >
      <div className="stack">
        <p className="muted small">{t("team.help")}</p>
        {fresh.error ? <ProblemNote error={fresh.error} onRetry={() => void fresh.refetch()} /> : null}
        <TeamPlaces team={fresh.data} onLeft={onClose} />
        {fresh.data.may_change ? <TeamNewcomer team={fresh.data} /> : null}
      </div>
    </Modal>
  );
}
