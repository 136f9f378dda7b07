/** Says under a box that what is typed there cannot be read, and how it is written. */

import { useTranslation } from "react-i18next";

import type { InputProps } from "../control";

type Box = Pick<InputProps<unknown>, "id" | "describedBy" | "invalid">;

/** What describes the box, with the hint where there is one. */
export function unreadId({ id, describedBy }: Box, isUnread: boolean): string | undefined {
  return [describedBy, isUnread ? `${id}-hint` : ""].filter(Boolean).join(" ") || undefined;
}

interface UnreadHintProps extends Box {
  isUnread: boolean;
  example: string;
  say?: "hint.unread" | "hint.noNumber";
}

export function UnreadHint({ id, invalid, isUnread, example, say = "hint.unread" }: UnreadHintProps) {
  const { t } = useTranslation();
  // The server's word on the value stands there already.
  if (!isUnread || invalid) return null;
  return (
    <div className="input-hint unread" id={`${id}-hint`} role="alert">
      {t(say, { example })}
    </div>
  );
}
