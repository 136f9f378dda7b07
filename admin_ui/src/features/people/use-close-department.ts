/** Closing a department and opening it again: done at once, taken back by a click. */

import { useTranslation } from "react-i18next";

import type { Department } from "../../lib/api/apps";
import { asProblem } from "../../lib/api/problem";
import { changeDepartment } from "../../lib/api/staff";
import { useAppPlace } from "../../lib/app-context";
import { useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import { useOffer } from "../../ui/use-undo";
import { usePeopleChanged } from "./use-people";

export function useCloseDepartment(): (department: Department, closed: boolean) => void {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const changed = usePeopleChanged();
  const offer = useOffer();
  const message = useMessage();
  const say = useProblemText();

  async function set({ id }: Department, closed: boolean) {
    await changeDepartment(workspace, id, { closed });
    await changed();
  }
  return (department, closed) => {
    const told = closed ? "people.departmentClosed" : "people.departmentOpened";
    set(department, closed)
      .then(() =>
        offer(t(told, { name: department.label }), async () => {
          await set(department, !closed);
          const back = closed ? "people.departmentOpened" : "people.departmentClosed";
          return { type: "success", content: t(back, { name: department.label }) };
        }),
      )
      .catch((error: unknown) => message.error(say(asProblem(error)), 8));
  };
}
