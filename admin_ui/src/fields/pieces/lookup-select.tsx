/** A choice that is searched on the server while typing: records, people. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import type { InputProps } from "../control";
import type { Referred } from "./read";

interface LookupSelectProps extends Pick<
  InputProps<Referred[]>,
  "onChange" | "id" | "labelId" | "describedBy" | "disabled" | "invalid" | "placeholder"
> {
  chosen: readonly Referred[];
  many: boolean;
  /** Names what is searched, for the cache. */
  source: readonly string[];
  find: (text: string) => Promise<Referred[]>;
}

export function LookupSelect(props: LookupSelectProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const text = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ["lookup", ...props.source, text],
    queryFn: () => props.find(text),
    enabled: open,
    placeholderData: keepPreviousData,
  });
  const known = [...props.chosen, ...(found.data ?? [])];
  const options = known
    .filter((item, index) => !item.hidden && known.findIndex(({ id }) => id === item.id) === index)
    .map(({ id, label }) => ({ value: id, label }));
  const ids = props.chosen.map(({ id }) => id);

  function choose(value: number | number[] | undefined) {
    const wanted = Array.isArray(value) ? value : value === undefined ? [] : [value];
    const items = wanted
      .map((id) => known.find((item) => item.id === id))
      .filter((item) => item !== undefined);
    props.onChange(items.length > 0 ? items : null);
  }

  return (
    <Select<number | number[]>
      id={props.id}
      {...(props.many ? { mode: "multiple" as const } : {})}
      allowClear
      style={{ width: "100%" }}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      onOpenChange={setOpen}
      value={props.many ? ids : ids[0]}
      options={options}
      loading={found.isFetching}
      disabled={props.disabled ?? false}
      placeholder={props.placeholder ?? t("field.search")}
      notFoundContent={found.isFetching ? t("field.searching") : t("field.nothingFound")}
      aria-labelledby={props.labelId}
      aria-describedby={props.describedBy}
      {...(props.invalid ? { status: "error" as const } : {})}
      onChange={choose}
    />
  );
}
