/** The box above a timeline: a follow-up in one line, or a comment. */

import { useMemo, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { writeComment } from "../../../lib/api/timeline";
import { useAppPlace } from "../../../lib/app-context";
import { attemptStore } from "../../../lib/attempts";
import { draftStore } from "../../../lib/drafts";
import { textOf } from "../../../lib/label";
import { useSendOnce, type Tried } from "../../../lib/send-once";
import { useProblemText } from "../../../ui/problem-note";
import { useMessage } from "../../../ui/use-message";
import { useRecord } from "../record-context";
import { activitiesOf } from "./activity-entities";
import { CommentInput } from "./comment-input";
import { FollowUpLine } from "./follow-up-line";
import { keptOf, type Named } from "./mentions";

export function WriteBox() {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const { entity } = useRecord();
  const activities = activitiesOf(model, entity);
  const comments = entity.comments === true && entity.actions.includes("comment");
  const choices = [...activities.map(({ name }) => name), ...(comments ? ["comment"] : [])];
  const [chosen, setChosen] = useState<string | undefined>();
  const current = chosen ?? choices[0];
  if (!current) return null;
  return (
    <div className="write-box">
      {choices.length > 1 ? (
        <div className="write-tabs" role="group" aria-label={t("timeline.write")}>
          {activities.map(({ name, label }) => (
            <button key={name} type="button" aria-pressed={current === name} onClick={() => setChosen(name)}>
              {textOf(label, i18n.language)}
            </button>
          ))}
          {comments ? (
            <button type="button" aria-pressed={current === "comment"} onClick={() => setChosen("comment")}>
              {t("timeline.kinds.comment")}
            </button>
          ) : null}
        </div>
      ) : null}
      {activities.map((one) => (
        <Kept key={one.name} chosen={one.name === current}>
          <FollowUpLine activity={one} />
        </Kept>
      ))}
      {comments ? (
        <Kept chosen={current === "comment"}>
          <NewComment />
        </Kept>
      ) : null}
    </div>
  );
}

/** What was begun stays behind the other tab: something promised to be sent is still sent from there. */
function Kept({ chosen, children }: { chosen: boolean; children: ReactNode }) {
  const [begun, setBegun] = useState(chosen);
  if (chosen && !begun) setBegun(true);
  return chosen || begun ? <div hidden={!chosen}>{children}</div> : null;
}

/** What is typed of a comment, with whom it may name, kept until it is written. */
function useCommentDraft() {
  const { record, place } = useRecord();
  const { session } = useAppPlace();
  const { workspace, app, entity } = place;
  const drafts = useMemo(
    () => draftStore(workspace, app, entity, `comment ${record.id}`, session.user.id),
    [workspace, app, entity, record.id, session.user.id],
  );
  const [kept] = useState(() => (drafts.read()?.values ?? NOTHING) as unknown as CommentDraft);
  const [draft, setDraft] = useState(kept);
  return {
    known: kept.people,
    ...draft,
    set: (text: string, people: readonly Named[]) => {
      setDraft({ text, people });
      if (text) drafts.keep({ text, people });
      else drafts.drop();
    },
    forget: () => {
      drafts.drop();
      setDraft(NOTHING);
    },
  };
}

interface CommentDraft {
  text: string;
  people: readonly Named[];
}

const NOTHING: CommentDraft = { text: "", people: [] };

function NewComment() {
  const { record, place, onRefresh } = useRecord();
  const { session } = useAppPlace();
  const message = useMessage();
  const say = useProblemText();
  const draft = useCommentDraft();
  const writing = useSendOnce({
    content: draft.text,
    store: attemptStore(place, `comment ${record.id}`, session.user.id),
    send: ({ request: text, key }: Tried<string>) => writeComment(place, record.id, text, key),
    renew: () => (draft.text.trim() ? keptOf(draft.text, draft.people) : null),
    onSent: () => {
      draft.forget();
      onRefresh();
    },
    onFailed: (problem) => {
      if (!problem.offline) message.error(say(problem));
    },
  });
  return (
    <CommentInput
      typed={draft.text}
      known={draft.known}
      sending={writing.sending}
      lost={writing.error?.offline ?? false}
      onTyped={draft.set}
      onSend={writing.send}
    />
  );
}
