/** The tasks of a stage: what is done and what is left, each with the way to it. */

import { Link } from "@tanstack/react-router";
import { CircleCheck, CircleDashed } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { RecordData, StageTask } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { tasksMade } from "../../lib/stages";
import { useMessage } from "../../ui/use-message";

/** A task by its name, as a link where the reader may see it. */
export function TaskName({ task: { entity, id, label } }: { task: StageTask }) {
  const { i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  const name = textOf(label, i18n.language);
  if (id === null) return name;
  return (
    <Link to="/w/$workspace/$app/$entity/$id" params={{ workspace, app, entity, id: String(id) }}>
      {name}
    </Link>
  );
}

export function TaskChecklist({ tasks }: { tasks: readonly StageTask[] }) {
  const { t } = useTranslation();
  if (tasks.length === 0) return null;
  return (
    <ul className="stage-tasks" aria-label={t("stage.tasks")}>
      {tasks.map((task, index) => (
        <li key={task.id ?? `at ${index}`} className={task.state === "open" ? "" : "over"}>
          <TaskSign task={task} />
          <TaskName task={task} />
          {task.required ? <span className="muted small">{t("stage.taskRequired")}</span> : null}
        </li>
      ))}
    </ul>
  );
}

function TaskSign({ task: { state } }: { task: StageTask }) {
  const { t } = useTranslation();
  const done = state === "won";
  const Sign = done ? CircleCheck : CircleDashed;
  return (
    <>
      <Sign size={15} aria-hidden="true" className={done ? "done" : undefined} />
      {state === "open" ? null : (
        <span className="sr-only">{t(done ? "stage.taskDone" : "stage.taskDropped")}</span>
      )}
    </>
  );
}

/** Returns what says which tasks a move of a record has made. */
export function useTellTasks(): (before: RecordData, moved: RecordData) => void {
  const { t, i18n } = useTranslation();
  const message = useMessage();
  return (before, moved) => {
    const made = tasksMade(before.stage_tasks ?? [], moved.stage_tasks ?? []);
    if (made.length === 0) return;
    const names = made.map(({ label }) => textOf(label, i18n.language)).join(t("nextStep.comma"));
    message.success(t("stage.tasksMade", { names, count: made.length }), 6);
  };
}
