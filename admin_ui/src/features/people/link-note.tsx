/** A link to hand to a person: shown once, copied by a click. */

import { Button, Input } from "antd";
import { Copy } from "lucide-react";
import { useTranslation } from "react-i18next";

import type { MemberLink } from "../../lib/api/staff";
import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { formatInstant } from "../../lib/format/dates";
import { useMessage } from "../../ui/use-message";

interface LinkNoteProps {
  link: MemberLink;
  /** What it is for, and to whom it goes. */
  text: string;
}

export function LinkNote({ link, text }: LinkNoteProps) {
  const { t } = useTranslation();
  const place = useAppPlace();
  const message = useMessage();
  async function copy(field: HTMLInputElement | null) {
    try {
      await navigator.clipboard.writeText(link.url);
      message.success(t("people.copied"));
    } catch {
      field?.select(); // without a right to the clipboard: the keys for copying do it
    }
  }
  const until = formatInstant(link.expires_at, timeZoneOf(place));
  return (
    <div className="stack">
      <div>{text}</div>
      <div className="row-line">
        <Input
          className="grow people-link"
          readOnly
          aria-label={t("people.link")}
          value={link.url}
          onFocus={(event) => event.target.select()}
        />
        <Button
          icon={<Copy size={14} aria-hidden="true" />}
          onClick={() => void copy(document.querySelector<HTMLInputElement>(".people-link"))}
        >
          {t("people.copy")}
        </Button>
      </div>
      <div className="muted small">{t("people.linkUntil", { until })}</div>
    </div>
  );
}
