/** Yes or no. */

import { Switch } from "antd";
import { Check, Minus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { defineControl } from "../control";

export const booleanControl = defineControl<boolean>({
  type: "boolean",
  read: (wire) => (typeof wire === "boolean" ? wire : null),
  width: 90,
  Input: ({ value, onChange, id, disabled, describedBy, labelId }) => (
    <div>
      <Switch
        id={id}
        checked={value ?? false}
        disabled={disabled ?? false}
        aria-labelledby={labelId}
        aria-describedby={describedBy}
        onChange={onChange}
      />
    </div>
  ),
  Show: function Show({ value }) {
    const { t } = useTranslation();
    return (
      <span className="row-line">
        {value ? (
          <Check size={15} className="yes" aria-hidden="true" />
        ) : (
          <Minus size={15} className="no" aria-hidden="true" />
        )}
        <span className={value ? "" : "muted"}>{value ? t("field.yes") : t("field.no")}</span>
      </span>
    );
  },
});
