/** The members of a record's team, each with what they may do and to which day. */

import { Button, Input, Select } from "antd";
import { X } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { RecordTeam, TeamMember, TeamPlace } from "../../lib/api/record-team";
import { useAppPlace } from "../../lib/app-context";
import { asProblem } from "../../lib/api/problem";
import { formatDate } from "../../lib/format/dates";
import { PersonShow } from "../../fields/pieces/people";
import { useProblemText } from "../../ui/problem-note";
import { useOffer } from "../../ui/use-undo";
import { useRecord } from "./record-context";
import { useTeamChange } from "./use-team";

export function TeamPlaces({ team, onLeft }: { team: RecordTeam; onLeft: () => void }) {
  const { t } = useTranslation();
  if (team.items.length === 0) return <p className="muted says-nothing">{t("team.nobody")}</p>;
  return (
    <ul className="team-places">
      {team.items.map((member) => (
        <TeamLine key={member.user.id} member={member} mayChange={team.may_change} onLeft={onLeft} />
      ))}
    </ul>
  );
}

interface TeamLineProps {
  member: TeamMember;
  mayChange: boolean;
  onLeft: () => void;
}

function TeamLine({ member, mayChange, onLeft }: TeamLineProps) {
  const { t } = useTranslation();
  const { session } = useAppPlace();
  const { onRefresh } = useRecord();
  const say = useProblemText();
  const offer = useOffer();
  const change = useTeamChange();
  const { user, writing, until } = member;
  const isMe = user.id === session.user.id;
  const problem = change.error ? asProblem(change.error) : null;

  function put(to: Partial<TeamPlace>) {
    change.mutate({ account: user.id, to: { writing, until: until ?? null, ...to } });
  }

  async function takeOut() {
    await change.mutateAsync({ account: user.id, to: null });
    if (isMe) {
      onLeft();
      onRefresh();
      return;
    }
    offer(t("team.takenOut", { name: user.label }), async () => {
      await change.mutateAsync({ account: user.id, to: { writing, until: until ?? null } });
      return { type: "success", content: t("team.backIn", { name: user.label }) };
    });
  }

  return (
    <li className="team-line">
      <div className="grow">
        <PersonShow person={user} />
      </div>
      {mayChange ? (
        <TeamControls member={member} onPut={put} />
      ) : (
        <span className="muted small">
          {writing ? t("team.writes") : t("team.reads")}
          {until ? ` · ${t("team.to", { day: formatDate(until) })}` : ""}
        </span>
      )}
      {mayChange || isMe ? (
        <Button
          type="text"
          size="small"
          loading={change.isPending}
          icon={<X size={14} aria-hidden="true" />}
          aria-label={isMe && !mayChange ? t("team.leave") : t("team.takeOut", { name: user.label })}
          onClick={() => void takeOut().catch(() => undefined)}
        />
      ) : null}
      {problem ? (
        <div className="team-problem small" role="alert">
          {problem.problems[0]?.message ?? say(problem)}
        </div>
      ) : null}
    </li>
  );
}

function TeamControls({
  member: { user, writing, until },
  onPut,
}: {
  member: TeamMember;
  onPut: (to: Partial<TeamPlace>) => void;
}) {
  const { t } = useTranslation();
  return (
    <>
      <Select
        size="small"
        aria-label={t("team.may", { name: user.label })}
        value={writing ? "write" : "read"}
        options={[
          { value: "read", label: t("team.reads") },
          { value: "write", label: t("team.writes") },
        ]}
        onChange={(value) => onPut({ writing: value === "write" })}
      />
      <Input
        size="small"
        type="date"
        className="team-until"
        aria-label={t("team.untilOf", { name: user.label })}
        title={t("team.untilOf", { name: user.label })}
        value={until ?? ""}
        onChange={(event) => onPut({ until: event.target.value || null })}
      />
    </>
  );
}
