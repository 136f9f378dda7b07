/** Keeps a chosen language with the account, so that it holds on every device. */

import { useQueryClient } from "@tanstack/react-query";

import { asProblem } from "../lib/api/problem";
import { changeSession } from "../lib/api/session";
import type { Locale } from "../lib/label";
import { sessionQuery } from "../lib/queries";
import { useProblemText } from "./problem-note";
import { useMessage } from "./use-message";

export function useKeepLocale(): (locale: Locale) => void {
  const queries = useQueryClient();
  const message = useMessage();
  const say = useProblemText();

  async function keep(locale: Locale) {
    try {
      queries.setQueryData(sessionQuery.queryKey, await changeSession({ locale }));
    } catch (error) {
      message.error(say(asProblem(error)));
    }
  }

  return (locale) => void keep(locale);
}
