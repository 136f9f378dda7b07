/** On a phone: calling and writing to whom the record names, where the thumb is. */

import { Mail, Phone } from "lucide-react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { useIsPhone } from "../../ui/use-is-phone";
import { useRecord } from "./record-context";

const WAYS = {
  phone: { scheme: "tel:", Icon: Phone, readable: /^\+?[\d\s-]+$/ },
  email: { scheme: "mailto:", Icon: Mail, readable: /@/ },
} as const;
const MOST = 3;

function isWay(type: string): type is keyof typeof WAYS {
  return type in WAYS;
}

export function Reach() {
  const { i18n } = useTranslation();
  const phone = useIsPhone();
  const { entity, record } = useRecord();
  const ways = entity.fields.flatMap(({ name, type, label, access }) => {
    const value = record.values[name];
    if (!isWay(type) || access === "masked" || typeof value !== "string") return [];
    return WAYS[type].readable.test(value) ? [{ name, label, value, ...WAYS[type] }] : [];
  });
  if (!phone || ways.length === 0) return null;
  return (
    <div className="row-line wrap-line record-reach no-print">
      {ways.slice(0, MOST).map(({ name, label, value, scheme, Icon }) => (
        <a
          key={name}
          className="button-link"
          href={`${scheme}${value}`}
          aria-label={`${textOf(label, i18n.language)} ${value}`}
        >
          <Icon size={16} aria-hidden="true" />
          {textOf(label, i18n.language)}
        </a>
      ))}
    </div>
  );
}
