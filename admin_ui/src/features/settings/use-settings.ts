/** The settings as they are read and changed: under the version that was seen, with a way back for the calendar. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import {
  changeSettings,
  fillHolidays,
  readSettings,
  type Settings,
  type SettingsChange,
  type WorkingCalendar,
} from "../../lib/api/settings";
import { useAppPlace } from "../../lib/app-context";
import { useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import { useOffer } from "../../ui/use-undo";

function keyOf(workspace: string) {
  return ["settings", workspace];
}

export function useSettings() {
  const { workspace } = useAppPlace();
  return useQuery({ queryKey: keyOf(workspace), queryFn: () => readSettings(workspace) });
}

/** Returns what reads the settings that are known now: a way back may be taken long after it was offered. */
function useKnown(): () => Settings {
  const { workspace } = useAppPlace();
  const queries = useQueryClient();
  return () => {
    const found = queries.getQueryData<Settings>(keyOf(workspace));
    if (!found) throw new Error("the settings are changed before they were read");
    return found;
  };
}

/** Keeps what the server answers; whatever shows days, amounts or languages is read again. */
function useKeep(): (next: Settings) => void {
  const { workspace } = useAppPlace();
  const queries = useQueryClient();
  return (next) => {
    queries.setQueryData(keyOf(workspace), next);
    for (const queryKey of [["model", workspace], ["records"]]) void queries.invalidateQueries({ queryKey });
  };
}

export function useChangeSettings() {
  const { workspace } = useAppPlace();
  const known = useKnown();
  const keep = useKeep();
  return useMutation({
    mutationFn: (body: SettingsChange) => changeSettings(workspace, known().version, body),
    onSuccess: keep,
  });
}

type NewDays = Pick<WorkingCalendar, "exceptions"> | { fill: number };

/** Changes the named days at once, says what happened, and offers the way back. */
export function useChangeCalendar() {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const known = useKnown();
  const keep = useKeep();
  const offer = useOffer();
  const message = useMessage();
  const say = useProblemText();
  return useMutation({
    mutationFn: async ({ next }: { next: NewDays; text: string }) => {
      const { version, calendar } = known();
      const after =
        "fill" in next
          ? await fillHolidays(workspace, version, next.fill)
          : await changeSettings(workspace, version, { calendar: next });
      return { before: calendar, after };
    },
    onSuccess: ({ before, after }, { text }) => {
      keep(after);
      offer(text, async () => {
        const { exceptions } = before; // the week may have been changed since
        keep(await changeSettings(workspace, known().version, { calendar: { exceptions } }));
        return { type: "success", content: t("settings.undone") };
      });
    },
    onError: (error) => message.error(say(asProblem(error))),
  });
}
