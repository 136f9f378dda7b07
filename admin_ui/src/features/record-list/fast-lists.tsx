/** Which lists of an entity were made fast, and taking their indexes back. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Modal } from "antd";
import { useTranslation } from "react-i18next";

import { readFastLists, withdrawFastList, type FastList } from "../../lib/api/fast-lists";
import { asProblem } from "../../lib/api/problem";
import type { Place } from "../../lib/api/records";
import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { formatInstant } from "../../lib/format/dates";
import type { EntityModel } from "../../lib/model";
import { ProblemNote, useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import { labelOfPath } from "../../fields/conditions/path-label";

interface FastListsProps {
  entity: EntityModel;
  place: Place;
  onClose: () => void;
}

const POLL_MS = 2_000;

export function FastLists({ entity, place, onClose }: FastListsProps) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: ["fast lists", place],
    queryFn: () => readFastLists(place),
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data?.some((one) => one.state === "building") ? POLL_MS : false),
  });
  return (
    <Modal
      open
      title={t("fast.lists")}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{t("action.close")}</Button>}
    >
      {found.error ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      <p className="muted small">{found.data?.length === 0 ? t("fast.none") : t("fast.hint")}</p>
      <ul className="failures">
        {found.data?.map((list) => (
          <Line key={list.id} list={list} entity={entity} place={place} />
        ))}
      </ul>
    </Modal>
  );
}

function Line({ list, entity, place }: { list: FastList; entity: EntityModel; place: Place }) {
  const { t, i18n } = useTranslation();
  const message = useMessage();
  const say = useProblemText();
  const here = useAppPlace();
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => withdrawFastList(place, list.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["fast lists", place] }),
    onError: (error) => void message.error(say(asProblem(error))),
  });
  const named = (path: string) =>
    labelOfPath(here.model, entity, path, i18n.language, (part) => t(`part.${part}` as "part.min"));
  const compared = [...list.held, ...list.compared].map(named);
  const sorted = list.sort.map(({ field, direction }) =>
    [named(field), t(direction === "desc" ? "sort.down" : "sort.up")].join(" "),
  );
  const parts = [
    ...(compared.length > 0 ? [t("fast.filter", { names: compared.join(" · ") })] : []),
    ...(sorted.length > 0 ? [t("fast.sort", { names: sorted.join(" · ") })] : []),
  ];
  const used = list.used_at
    ? t("fast.used", { moment: formatInstant(list.used_at, timeZoneOf(here)) })
    : t("fast.unused");
  const text = parts.join(" · ");
  return (
    <li>
      <span className="grow">{text}</span>
      <span className="muted small numeric">{list.state === "building" ? t("fast.making") : used}</span>
      <Button
        type="link"
        size="small"
        loading={withdraw.isPending}
        aria-label={t("fast.withdrawOne", { list: text })}
        onClick={() => withdraw.mutate()}
      >
        {t("fast.withdraw")}
      </Button>
    </li>
  );
}
