/** Everything that every page needs, around the router. */

import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider, type RouterHistory } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { asProblem } from "../lib/api/problem";
import { SESSION_ENDED, sessionQuery } from "../lib/queries";
import { forgetRecent } from "../lib/recent";
import { forgetWaysBack } from "../ui/use-undo";
import { hearTabs, type SessionNews } from "../lib/session-news";
import { oneClick } from "../ui/one-click";
import { DesignLanguage } from "./design-language";
import { createAppRouter } from "./router";

/** Lost connections are tried again, refusals are not. */
function retry(failures: number, error: unknown): boolean {
  const { status } = asProblem(error);
  return failures < 2 && (status === 0 || status === 503);
}

function start(history?: RouterHistory) {
  const onError = (error: unknown) => {
    if (asProblem(error).status !== 401 || !queries.getQueryData(sessionQuery.queryKey)) return;
    // The session ended while working: ask again who it is, and come back to this page.
    queries.setQueryData(SESSION_ENDED, true);
    queries.removeQueries({ queryKey: sessionQuery.queryKey });
    void router.invalidate();
  };
  const queries: QueryClient = new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      // Sent whatever the browser thinks of the connection: a lost one is told at once, and nothing waits to be sent
      // after somebody gave it up.
      queries: { staleTime: 10_000, retry, refetchOnWindowFocus: false, networkMode: "always" },
      mutations: { networkMode: "always" },
    },
  });
  const router = createAppRouter(queries, history);
  const onNews = (news: SessionNews) => {
    if (news === "out") {
      forgetRecent();
      forgetWaysBack();
      queries.clear();
    } else queries.removeQueries({ queryKey: sessionQuery.queryKey });
    // Whoever asks again who it is leads to the sign-in page, or on from there.
    void router.invalidate();
  };
  return { queries, router, onNews };
}

/** The product in a page; a test passes a history held in memory. */
export function App({ history }: { history?: RouterHistory }) {
  const [{ queries, router, onNews }] = useState(() => start(history));
  useEffect(oneClick, []);
  useEffect(() => hearTabs(onNews), [onNews]);
  return (
    <QueryClientProvider client={queries}>
      <DesignLanguage>
        <RouterProvider router={router} />
      </DesignLanguage>
    </QueryClientProvider>
  );
}
