/** One entry of a timeline, as its kind tells it. */

import { useTranslation } from "react-i18next";

import { fileAddress } from "../../../lib/api/files";
import type { FileEntry, StageEntry, TimelineEntry } from "../../../lib/api/timeline";
import { timeZoneOf, useAppPlace } from "../../../lib/app-context";
import { splitDuration } from "../../../lib/format/dates";
import { daysStood } from "../../../lib/stages";
import { fieldOf } from "../../../lib/model";
import { FieldShow } from "../../../fields/field-show";
import { isPicture } from "../../../fields/pieces/files";
import { useRecord } from "../record-context";
import { ActivityItem } from "./activity-item";
import { ChangeItem } from "./change-item";
import { CommentItem } from "./comment-item";
import { Event } from "./event";

export function TimelineItem({ entry }: { entry: TimelineEntry }) {
  switch (entry.kind) {
    case "activity":
      return <ActivityItem entry={entry} />;
    case "change":
      return <ChangeItem entry={entry} />;
    case "stage":
      return <StageItem entry={entry} />;
    case "file":
      return <FileItem entry={entry} />;
    case "comment":
      return <CommentItem entry={entry} />;
  }
}

function StageItem({ entry }: { entry: StageEntry }) {
  const { t } = useTranslation();
  const { entity } = useRecord();
  const stage = fieldOf(entity, "stage");
  const place = useAppPlace();
  const seconds = entry.seconds ?? 0;
  const { hours, minutes } = splitDuration(seconds);
  const days = daysStood(entry.at, seconds, timeZoneOf(place));
  const passed = days + hours + minutes === 0;
  const stood = days
    ? t("field.daysShort", { count: days })
    : hours
      ? t("field.hoursShort", { count: hours })
      : t("field.minutesShort", { count: minutes });
  return (
    <Event entry={entry} strong>
      <div className="change">
        {stage ? <FieldShow field={stage} value={entry.from} compact /> : null}
        <span aria-hidden="true">→</span>
        <span className="sr-only">{t("history.to")}</span>
        {stage ? <FieldShow field={stage} value={entry.to} compact /> : null}
        {passed ? null : <span className="muted small">{t("timeline.stood", { time: stood })}</span>}
      </div>
    </Event>
  );
}

function FileItem({ entry }: { entry: FileEntry }) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const { file } = entry;
  const picture = isPicture(file);
  return (
    <Event entry={entry}>
      <div className="row-line wrap-line">
        <span className="muted">{t("timeline.attached")}</span>
        <a
          className="clip"
          href={fileAddress(workspace, file.id, picture ? "show" : "save")}
          {...(picture ? { target: "_blank", rel: "noreferrer" } : { download: file.name })}
        >
          {file.name}
        </a>
      </div>
      {picture ? (
        <img
          className="timeline-picture"
          src={fileAddress(workspace, file.id, "small")}
          alt={file.name}
          loading="lazy"
        />
      ) : null}
    </Event>
  );
}
