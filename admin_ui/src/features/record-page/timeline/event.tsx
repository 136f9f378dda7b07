/** The frame of an entry: a dot on the line, what happened, and below who and when. */

import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { TimelineEntry } from "../../../lib/api/timeline";
import { timeZoneOf, useAppPlace } from "../../../lib/app-context";
import { formatAgo, formatInstant } from "../../../lib/format/dates";

interface EventProps {
  entry: TimelineEntry;
  strong?: boolean;
  children: ReactNode;
  /** Beside who and when. */
  more?: ReactNode;
}

export function Event({ entry, strong = false, children, more }: EventProps) {
  const { i18n } = useTranslation();
  const [now] = useState(() => Date.now());
  const timeZone = timeZoneOf(useAppPlace());
  return (
    <li className={strong ? "event strong" : "event"}>
      {children}
      <div className="when row-line wrap-line">
        <span>
          {entry.by?.label ? `${entry.by.label} · ` : ""}
          <time dateTime={entry.at} title={formatInstant(entry.at, timeZone)}>
            <span className="no-print">{formatAgo(entry.at, i18n.language, now, timeZone)}</span>
            <span className="print-only">{formatInstant(entry.at, timeZone)}</span>
          </time>
        </span>
        {more}
      </div>
    </li>
  );
}
