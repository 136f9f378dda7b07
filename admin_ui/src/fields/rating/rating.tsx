/** Stars. */

import { Rate } from "antd";
import { Star } from "lucide-react";
import { useTranslation } from "react-i18next";

import { defineControl } from "../control";
import { readWhole } from "../pieces/read";

function mostOf(settings: Record<string, unknown>): number {
  return typeof settings.max === "number" ? settings.max : 5;
}

export const ratingControl = defineControl<number>({
  type: "rating",
  read: readWhole,
  group: true,
  width: 120,
  total: "avg",
  Input: ({ value, onChange, field, disabled }) => (
    <Rate
      count={mostOf(field.settings)}
      value={value ?? 0}
      disabled={disabled ?? false}
      onChange={(stars) => onChange(stars || null)}
    />
  ),
  Show: function Show({ value, field }) {
    const { t } = useTranslation();
    const most = mostOf(field.settings);
    return (
      <span className="stars" role="img" aria-label={t("field.stars", { count: value, most })}>
        {Array.from({ length: most }, (_, index) => (
          <Star key={index} size={13} aria-hidden="true" className={index < value ? "star on" : "star"} />
        ))}
      </span>
    );
  },
});
