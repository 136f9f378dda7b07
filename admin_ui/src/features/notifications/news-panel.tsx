/** What the person was told, newest first; what is opened counts as read. */

import { Button } from "antd";
import { Bell } from "lucide-react";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { useAppPlace } from "../../lib/app-context";
import { useProblemText } from "../../ui/problem-note";
import { NewsLine } from "./news-line";
import "./notifications.css";
import { useMarkRead, useNotifications } from "./use-notifications";

interface NewsPanelProps {
  /** Closed with the keyboard: it goes back to the bell. */
  onClose: () => void;
  /** Something was opened: the page has the keyboard then. */
  onLeave: () => void;
}

export function NewsPanel({ onClose, onLeave }: NewsPanelProps) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } =
    useNotifications(workspace);
  const read = useMarkRead(workspace);
  const panel = useRef<HTMLDivElement>(null);
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  const unread = data?.pages[0]?.unread ?? 0;
  useEffect(() => {
    void refetch();
    panel.current?.focus();
  }, [refetch]);

  /** The button rests afterwards, and would take the keyboard with it. */
  function readAll() {
    if (items[0]) read.mutate({ up_to: items[0].id });
    panel.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  }
  return (
    <div
      ref={panel}
      className="news"
      role="dialog"
      aria-label={t("notifications.title")}
      tabIndex={-1}
      onKeyDown={onKeyDown}
    >
      <div className="news-head row-line">
        <h2 className="grow">{t("notifications.title")}</h2>
        <Button size="small" type="text" disabled={unread === 0} onClick={readAll}>
          {t("notifications.readAll")}
        </Button>
      </div>
      {items.length === 0 && !isPending ? <NoNews error={error} onRetry={() => void refetch()} /> : null}
      {items.length > 0 ? (
        <ul className="news-list">
          {items.map((item) => (
            <NewsLine
              key={item.id}
              item={item}
              onOpened={() => {
                if (!item.read) read.mutate({ ids: [item.id] });
                onLeave();
              }}
            />
          ))}
          {hasNextPage ? (
            <li className="news-more">
              <Button
                size="small"
                type="text"
                loading={isFetchingNextPage}
                onClick={() => void fetchNextPage()}
              >
                {t("notifications.more")}
              </Button>
            </li>
          ) : null}
        </ul>
      ) : null}
    </div>
  );
}

function NoNews({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const say = useProblemText();
  return error ? (
    <div className="news-empty" role="alert">
      <span>{say(asProblem(error))}</span>
      <Button size="small" onClick={onRetry}>
        {t("action.retry")}
      </Button>
    </div>
  ) : (
    <div className="news-empty">
      <Bell size={28} strokeWidth={1.3} aria-hidden="true" />
      <span>{t("notifications.none")}</span>
    </div>
  );
}
