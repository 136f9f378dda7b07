/** Letting somebody into the team of a record. */

import { Button, Input, Select } from "antd";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import type { RecordTeam } from "../../lib/api/record-team";
import { PeopleSelect } from "../../fields/pieces/people";
import type { Referred } from "../../fields/pieces/read";
import { LabelledField } from "../../ui/labelled-field";
import { useProblemText } from "../../ui/problem-note";
import { useTeamChange } from "./use-team";

export function TeamNewcomer({ team }: { team: RecordTeam }) {
  const { t } = useTranslation();
  const say = useProblemText();
  const [person, setPerson] = useState<Referred | null>(null);
  const [writing, setWriting] = useState(false);
  const [until, setUntil] = useState("");
  const change = useTeamChange(() => {
    setPerson(null);
    setUntil("");
  });
  const problem = change.error ? asProblem(change.error) : null;
  const at = (path: string) => problem?.problems.find((one) => one.path === path)?.message;
  const isIn = team.items.some(({ user }) => user.id === person?.id);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (person && !isIn) change.mutate({ account: person.id, to: { writing, until: until || null } });
  }

  return (
    <form className="stack" onSubmit={submit} aria-label={t("team.letIn")}>
      <LabelledField label={t("team.who")} problem={at("account") ?? (isIn ? t("team.isIn") : undefined)}>
        {({ id, labelId, describedBy }) => (
          <PeopleSelect
            id={id}
            labelId={labelId}
            describedBy={describedBy}
            many={false}
            value={person ? [person] : null}
            onChange={(list: Referred[] | null) => {
              change.reset();
              setPerson(list?.[0] ?? null);
            }}
          />
        )}
      </LabelledField>
      <div className="team-terms">
        <LabelledField label={t("team.until")} help={t("team.untilHelp")} problem={at("until")}>
          {({ id, describedBy }) => (
            <Input
              id={id}
              type="date"
              aria-describedby={describedBy}
              value={until}
              onChange={(event) => setUntil(event.target.value)}
            />
          )}
        </LabelledField>
        <LabelledField label={t("team.rights")} problem={at("writing")}>
          {({ id, labelId, describedBy }) => (
            <Select
              id={id}
              aria-labelledby={labelId}
              aria-describedby={describedBy}
              value={writing ? "write" : "read"}
              options={[
                { value: "read", label: t("team.reads") },
                { value: "write", label: t("team.writes") },
              ]}
              onChange={(value) => setWriting(value === "write")}
            />
          )}
        </LabelledField>
      </div>
      {problem && problem.problems.length === 0 ? (
        <div className="team-problem small" role="alert">
          {say(problem)}
        </div>
      ) : null}
      <div>
        <Button type="primary" htmlType="submit" disabled={!person || isIn} loading={change.isPending}>
          {t("team.letIn")}
        </Button>
      </div>
    </form>
  );
}
