/** Why a list cannot be shown; one that takes too long can be made fast by those who build the app. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { makeFast } from "../../lib/api/fast-lists";
import { endOfJob } from "../../lib/api/job-result";
import { asProblem } from "../../lib/api/problem";
import type { Place, RecordQuery } from "../../lib/api/records";
import { mayBuild, useAppPlace } from "../../lib/app-context";
import { ProblemNote, useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";

interface ListRefusalProps {
  error: Error;
  place: Place;
  query: RecordQuery;
  /** Whether rows were asked for in one list, not group by group. */
  plain?: boolean;
  onRetry: () => void;
}

export function ListRefusal({ error, place, query, plain = true, onRetry }: ListRefusalProps) {
  const builder = mayBuild(useAppPlace());
  const slow = asProblem(error).code === "query_too_slow";
  return (
    <ProblemNote error={error} onRetry={onRetry}>
      {slow && plain && builder && !query.search ? (
        <MakeFast key={JSON.stringify(query)} place={place} query={query} onDone={onRetry} />
      ) : null}
    </ProblemNote>
  );
}

function MakeFast({ place, query, onDone }: { place: Place; query: RecordQuery; onDone: () => void }) {
  const { t } = useTranslation();
  const message = useMessage();
  const say = useProblemText();
  const queries = useQueryClient();
  // The list is asked for again meanwhile: what is drawn of the refusal does not outlive that.
  const madeKey = ["made fast", place, query];
  const run = useMutation({
    mutationFn: async () => {
      const { job } = await makeFast(place, query);
      return job === null || (await endOfJob(place.workspace, job)).state === "done";
    },
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ["fast lists", place] });
      if (!made) return;
      queries.setQueryData(madeKey, true);
      message.success(t("fast.made"));
      onDone();
    },
    onError: (error) => void message.error(say(asProblem(error))),
  });
  if (queries.getQueryData(madeKey)) return <span className="muted small">{t("fast.still")}</span>;
  return (
    <>
      {run.isPending ? (
        <span className="muted small" role="status">
          {t("fast.making")}
        </span>
      ) : null}
      <Button size="small" type="primary" loading={run.isPending} onClick={() => run.mutate()}>
        {t("fast.make")}
      </Button>
    </>
  );
}
