/** Ends the session and forgets what the browser remembers of the person's records. */

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useCallback } from "react";

import { asProblem } from "../../lib/api/problem";
import { signOut } from "../../lib/api/session";
import { forgetRecent } from "../../lib/recent";
import { forgetWaysBack } from "../../ui/use-undo";
import { tellTabs } from "../../lib/session-news";
import { useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";

export function useSignOut(): () => void {
  const router = useRouter();
  const queries = useQueryClient();
  const message = useMessage();
  const say = useProblemText();
  return useCallback(() => {
    async function leave() {
      try {
        await signOut();
      } catch (error) {
        // Without a session there is nothing left to end.
        if (asProblem(error).status !== 401) {
          message.error(say(asProblem(error)));
          return;
        }
      }
      tellTabs("out");
      forgetRecent();
      forgetWaysBack();
      queries.clear();
      await router.navigate({ to: "/sign-in", search: {} });
    }
    void leave();
  }, [router, queries, message, say]);
}
