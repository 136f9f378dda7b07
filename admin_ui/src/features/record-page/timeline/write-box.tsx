/** The box above a timeline: a follow-up in one line, or a comment. */

import { useMutation } from "@tanstack/react-query";
import { App } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../../lib/api/problem";
import { writeComment } from "../../../lib/api/timeline";
import { useAppPlace } from "../../../lib/app-context";
import { textOf } from "../../../lib/label";
import { useProblemText } from "../../../ui/problem-note";
import { useRecord } from "../record-context";
import { activitiesOf } from "./activity-entities";
import { CommentInput } from "./comment-input";
import { FollowUpLine } from "./follow-up-line";

export function WriteBox() {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  const { entity } = useRecord();
  const activities = activitiesOf(model, entity);
  const comments = entity.comments === true && entity.actions.includes("comment");
  const choices = [...activities.map(({ name }) => name), ...(comments ? ["comment"] : [])];
  const [chosen, setChosen] = useState<string | undefined>();
  const current = chosen ?? choices[0];
  const activity = activities.find(({ name }) => name === current);
  if (!current) return null;
  return (
    <div className="write-box" id="write-box">
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
      {activity ? <FollowUpLine key={activity.name} activity={activity} /> : <NewComment />}
    </div>
  );
}

function NewComment() {
  const { record, place, onRefresh } = useRecord();
  const { message } = App.useApp();
  const say = useProblemText();
  const [round, setRound] = useState(0);
  const write = useMutation({
    mutationFn: (text: string) => writeComment(place, record.id, text),
    onSuccess: () => {
      setRound(round + 1);
      onRefresh();
    },
    onError: (error) => void message.error(say(asProblem(error))),
  });
  return <CommentInput key={round} sending={write.isPending} onSend={(text) => write.mutate(text)} />;
}
