/** Several values typed one after another, for "is one of" on fields without choices. */

import { Select } from "antd";
import { useTranslation } from "react-i18next";

import type { InputProps } from "../control";

export function WordsInput({ value, onChange, id, labelId, disabled }: InputProps<unknown>) {
  const { t } = useTranslation();
  const words = Array.isArray(value) ? value.map(String) : [];
  return (
    <Select
      id={id}
      mode="tags"
      open={false}
      suffixIcon={null}
      style={{ width: "100%" }}
      value={words}
      disabled={disabled ?? false}
      placeholder={t("field.typeAndEnter")}
      aria-labelledby={labelId}
      onChange={(list: string[]) => onChange(list.length > 0 ? list : null)}
    />
  );
}
