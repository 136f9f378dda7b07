/** A comment in a timeline; its writer changes or deletes it in place. */

import { useMutation } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../../lib/api/problem";
import { changeComment, deleteComment, writeComment, type CommentEntry } from "../../../lib/api/timeline";
import { useSendOnce, type Tried } from "../../../lib/send-once";
import { useProblemText } from "../../../ui/problem-note";
import { useMessage } from "../../../ui/use-message";
import { useOffer, type Outcome } from "../../../ui/use-undo";
import { useRecord } from "../record-context";
import { CommentInput } from "./comment-input";
import { keptOf, piecesOf, typedOf, type Named } from "./mentions";
import { Event } from "./event";

export function CommentItem({ entry }: { entry: CommentEntry }) {
  const { t } = useTranslation();
  const { record, place, onRefresh } = useRecord();
  const message = useMessage();
  const say = useProblemText();
  const offer = useOffer();
  const [editing, setEditing] = useState(false);
  const [typed, setTyped] = useState("");
  const [people, setPeople] = useState<readonly Named[]>([]);
  const { comment } = entry;
  const refused = (error: unknown) => void message.error(say(asProblem(error)));
  async function again(): Promise<Outcome> {
    await writeComment(place, record.id, comment.text);
    onRefresh();
    return { type: "success", content: t("undo.taken") };
  }
  const remove = useMutation({
    mutationFn: () => deleteComment(place, record.id, comment.id),
    onSuccess: () => {
      if (comment.own) offer(t("timeline.commentDeleted"), again);
      else message.success(t("timeline.commentDeleted"));
      onRefresh();
    },
    onError: refused,
  });
  const changing = useSendOnce({
    content: typed,
    send: ({ request: text }: Tried<string>) => changeComment(place, record.id, comment.id, text),
    renew: () => (typed.trim() ? keptOf(typed, people) : null),
    onSent: () => {
      setEditing(false);
      onRefresh();
    },
    onFailed: (problem) => {
      if (!problem.offline) refused(problem);
    },
  });

  function begin() {
    set(typedOf(comment.text, comment.mentions), comment.mentions);
    setEditing(true);
  }

  function set(text: string, named: readonly Named[]) {
    setTyped(text);
    setPeople(named);
  }

  function leave() {
    setEditing(false);
    changing.reset();
  }
  return (
    <Event
      entry={entry}
      strong
      more={
        <>
          {comment.edited_at ? <span>{t("timeline.edited")}</span> : null}
          {comment.own && !editing ? (
            <Button type="link" size="small" className="quiet" onClick={begin}>
              {t("action.edit")}
            </Button>
          ) : null}
          {comment.removable ? (
            <Button
              type="link"
              size="small"
              className="quiet"
              loading={remove.isPending}
              onClick={() => remove.mutate()}
            >
              {t("action.delete")}
            </Button>
          ) : null}
        </>
      }
    >
      {editing ? (
        <CommentInput
          typed={typed}
          known={comment.mentions}
          sending={changing.sending}
          lost={changing.error?.offline ?? false}
          onTyped={set}
          onSend={changing.send}
          onCancel={leave}
        />
      ) : (
        <div className="comment-text">
          {piecesOf(comment.text, comment.mentions).map((piece, index) =>
            "person" in piece ? (
              <span key={index} className="mention">{`@${piece.person.label}`}</span>
            ) : (
              <span key={index}>{piece.text}</span>
            ),
          )}
        </div>
      )}
    </Event>
  );
}
