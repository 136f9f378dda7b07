/** A postal address: province, city, district, detail. */

import { Input } from "antd";
import { useTranslation } from "react-i18next";

import { defineControl, type InputProps } from "../control";
import { readParts } from "../pieces/read";

const PARTS = ["country", "province", "city", "district", "postal_code", "detail"] as const;

type Address = Partial<Record<(typeof PARTS)[number], string>>;

function AddressInput({ value, onChange, id, disabled, invalid }: InputProps<Address>) {
  const { t } = useTranslation();
  function set(part: (typeof PARTS)[number], text: string) {
    const next: Address = { ...value };
    if (text) next[part] = text;
    else delete next[part];
    onChange(Object.keys(next).length > 0 ? next : null);
  }
  return (
    <div className="address-input">
      {PARTS.map((part) => (
        <Input
          key={part}
          id={part === "country" ? id : `${id}-${part}`}
          className={part === "detail" ? "address-detail" : ""}
          aria-label={t(`part.${part}`)}
          placeholder={t(`part.${part}`)}
          value={value?.[part] ?? ""}
          disabled={disabled ?? false}
          {...(invalid ? { status: "error" as const } : {})}
          onChange={(event) => set(part, event.target.value)}
        />
      ))}
    </div>
  );
}

export const addressControl = defineControl<Address>({
  type: "address",
  read: readParts,
  group: true,
  wide: true,
  width: 220,
  Input: AddressInput,
  Show: ({ value, compact }) => (
    <span className={compact ? "clip" : "field-text"}>
      {PARTS.filter((part) => part !== "postal_code")
        .map((part) => value[part])
        .filter(Boolean)
        .join(" ")}
      {value.postal_code && !compact ? ` (${value.postal_code})` : ""}
    </span>
  ),
});
