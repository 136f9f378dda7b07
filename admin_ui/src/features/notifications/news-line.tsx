/** One thing that the person was told: who did what, how a comment begins, when; it leads to the record. */

import { Link } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { Notification } from "../../lib/api/notifications";
import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { formatAgo, formatInstant } from "../../lib/format/dates";
import { textOf } from "../../lib/label";
import { pluralOf } from "../../lib/model";
import { Avatar } from "../../ui/avatar";

interface NewsLineProps {
  item: Notification;
  onOpened: () => void;
}

export function NewsLine({ item, onOpened }: NewsLineProps) {
  const { i18n } = useTranslation();
  const place = useAppPlace();
  const [now] = useState(() => Date.now());
  const zone = timeZoneOf(place);
  const text = useSentence(item);
  const inside = (
    <>
      <Avatar name={item.by.label} large />
      <span className="news-text">
        <span>{text}</span>
        {item.text ? <span className="muted small news-words">{item.text}</span> : null}
        <time className="muted small" dateTime={item.at} title={formatInstant(item.at, zone)}>
          {formatAgo(item.at, i18n.language, now, zone)}
        </time>
      </span>
      {item.read ? null : <Unread />}
    </>
  );
  return (
    <li className={item.read ? "news-line" : "news-line unread"}>
      <Target item={item} onOpened={onOpened}>
        {inside}
      </Target>
    </li>
  );
}

function Unread() {
  const { t } = useTranslation();
  return <span className="news-dot" role="img" aria-label={t("notifications.unread")} />;
}

/** The record, the list where several were given, nothing where the record is gone or out of sight. */
function Target({ item, onOpened, children }: NewsLineProps & { children: ReactNode }) {
  const { workspace } = useAppPlace();
  if (!item.record || item.app === null || item.entity === null) {
    return <div className="news-target">{children}</div>;
  }
  const params = { workspace, app: item.app, entity: item.entity };
  return item.count > 1 ? (
    <Link
      className="news-target"
      to="/w/$workspace/$app/$entity"
      params={params}
      search={{}}
      onClick={onOpened}
    >
      {children}
    </Link>
  ) : (
    <Link
      className="news-target"
      to="/w/$workspace/$app/$entity/$id"
      params={{ ...params, id: String(item.record.id) }}
      onClick={onOpened}
    >
      {children}
    </Link>
  );
}

function useSentence(item: Notification): string {
  const { t, i18n } = useTranslation();
  const { app, model } = useAppPlace();
  const person = item.by.label || t("notifications.somebody");
  if (!item.record) return t(`notifications.gone.${item.kind}`, { person });
  const entity = item.app === app ? model.entities.find(({ name }) => name === item.entity) : undefined;
  if (item.kind === "given" && item.count > 1) {
    const name = entity ? textOf(pluralOf(entity), i18n.language) : t("notifications.records");
    return t("notifications.givenMany", { person, name, count: item.count });
  }
  return t(`notifications.${item.kind}`, { person, title: item.record.label || `#${item.record.id}` });
}
