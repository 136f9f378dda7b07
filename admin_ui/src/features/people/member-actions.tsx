/** What is done with a member beside changing facts: a link to join or for a new password, letting go, taking back. */

import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { Link2, UserRoundCheck, UserRoundX } from "lucide-react";
import { useTranslation } from "react-i18next";

import { changeMember, makeMemberLink, type Member } from "../../lib/api/staff";
import { useAppPlace } from "../../lib/app-context";
import { ProblemNote } from "../../ui/problem-note";
import { useOffer } from "../../ui/use-undo";
import { HandOver } from "./hand-over";
import { LinkNote } from "./link-note";
import { usePeopleChanged } from "./use-people";

interface MemberActionsProps {
  member: Member;
  onChanged: () => void;
}

export function MemberActions({ member, onChanged }: MemberActionsProps) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const link = useMutation({ mutationFn: () => makeMemberLink(workspace, member.id) });
  const disabled = member.state === "disabled";
  const purpose = member.signs_in ? "people.linkToReset" : "people.linkToJoin";
  return (
    <>
      <div className="row-line wrap-line">
        {disabled ? null : (
          <Button
            size="small"
            icon={<Link2 size={14} aria-hidden="true" />}
            loading={link.isPending}
            onClick={() => link.mutate()}
          >
            {member.signs_in ? t("people.makeReset") : t("people.makeLink")}
          </Button>
        )}
        <HandOver member={member} />
        <LetGo member={member} onChanged={onChanged} />
      </div>
      {link.error ? <ProblemNote error={link.error} /> : null}
      {link.data ? <LinkNote link={link.data} text={t(purpose, { name: member.label })} /> : null}
    </>
  );
}

function LetGo({ member, onChanged }: MemberActionsProps) {
  const { t } = useTranslation();
  const { workspace, session } = useAppPlace();
  const changed = usePeopleChanged();
  const offer = useOffer();
  const disabled = member.state === "disabled";

  async function set(gone: boolean) {
    await changeMember(workspace, member.id, { disabled: gone });
    await changed();
  }
  const change = useMutation({
    // What was wanted, not how the member stands by now: that is read again meanwhile.
    mutationFn: set,
    onSuccess: (_, gone) => {
      const said = { name: member.label };
      offer(t(gone ? "people.letGone" : "people.takenBack", said), async () => {
        await set(!gone);
        return { type: "success", content: t(gone ? "people.takenBack" : "people.letGone", said) };
      });
      onChanged();
    },
  });
  if (member.id === session.user.id) return null;
  return (
    <>
      <Button
        size="small"
        danger={!disabled}
        icon={
          disabled ? (
            <UserRoundCheck size={14} aria-hidden="true" />
          ) : (
            <UserRoundX size={14} aria-hidden="true" />
          )
        }
        loading={change.isPending}
        onClick={() => change.mutate(!disabled)}
      >
        {disabled ? t("people.takeBack") : t("people.letGo")}
      </Button>
      {change.error ? <ProblemNote error={change.error} /> : null}
    </>
  );
}
