/** A choice that is searched on the server while typing: records, people. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { Plus } from "lucide-react";
import { useDeferredValue, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { InputProps } from "../control";
import type { Referred } from "./read";
import { useTabLeaves } from "./tab-leaves";
import "./lookup.css";

/** Something that can be chosen, with what tells it apart from others of its name. */
export interface Offered extends Referred {
  facts?: ReactNode;
  /** Stands before the others, in a group of its own. */
  recent?: boolean;
}

export interface LookupSelectProps extends Pick<
  InputProps<Referred[]>,
  "onChange" | "id" | "labelId" | "describedBy" | "disabled" | "invalid" | "placeholder"
> {
  chosen: readonly Referred[];
  many: boolean;
  /** Names what is searched, for the cache. */
  source: readonly string[];
  find: (text: string) => Promise<Offered[]>;
  /** How a choice begins in the list, such as a picture. */
  mark?: ((item: Offered) => ReactNode) | undefined;
  /** Makes what was looked for and is not there yet; named as it was typed. */
  create?: { name: string; run: (typed: string) => void } | undefined;
}

/** No record has this id: the choice that makes one. */
const NEW = -1;

interface Choice {
  value: number;
  label: string;
  item?: Offered;
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
    retry: 1,
  });
  const known: readonly Offered[] = [...(found.data ?? []), ...props.chosen];
  const ids = props.chosen.map(({ id }) => id);

  const tab = useTabLeaves(props.many, () => setOpen(false));

  function choose(value: number | number[] | null | undefined) {
    if (tab.isLeaving()) return;
    const wanted = Array.isArray(value) ? value : value == null ? [] : [value];
    setTyped("");
    if (wanted.includes(NEW)) {
      setOpen(false);
      props.create?.run(typed.trim());
      return;
    }
    const items = wanted.flatMap((id) => known.find((item) => item.id === id) ?? []);
    props.onChange(items.length > 0 ? items.map(plain) : null);
  }

  return (
    <div className="around" onKeyDownCapture={tab.onKeyDownCapture}>
      <Select<number | number[] | null, Choice>
        id={props.id}
        {...(props.many ? { mode: "multiple" as const } : {})}
        allowClear={{ label: t("action.clear") }}
        style={{ width: "100%" }}
        showSearch={{ filterOption: false, searchValue: typed, onSearch: setTyped }}
        open={open}
        onOpenChange={setOpen}
        // Blank, but told so: left out, the list would remember by itself what was chosen in it.
        value={props.many ? ids : (ids[0] ?? null)}
        options={choicesOf(
          props,
          found.data ?? [],
          text ? null : { recent: t("field.recent"), all: t("field.allRecords") },
          newText(),
        )}
        optionRender={({ data }) => <ChoiceLine choice={data} mark={props.mark} />}
        loading={found.isFetching}
        disabled={props.disabled ?? false}
        placeholder={props.placeholder ?? t("field.search")}
        notFoundContent={emptyText()}
        aria-labelledby={props.labelId}
        aria-describedby={props.describedBy}
        {...(props.invalid ? { status: "error" as const } : {})}
        onChange={choose}
      />
    </div>
  );

  function newText(): string | null {
    if (!props.create || found.isFetching) return null;
    return typed.trim()
      ? t("field.createNamed", { title: typed.trim() })
      : t("field.createNew", { name: props.create.name });
  }

  function emptyText(): string {
    if (found.isFetching) return t("field.searching");
    return found.error ? t("field.searchFailed") : t("field.nothingFound");
  }
}

/** What a value keeps of a choice. */
function plain({ id, label, entity }: Offered): Referred {
  return { id, label, ...(entity === undefined ? {} : { entity }) };
}

/** The list: what was chosen last in a group of its own, the rest, what is chosen now, and the way to a new one. */
function choicesOf(
  { chosen }: LookupSelectProps,
  found: readonly Offered[],
  groups: { recent: string; all: string } | null,
  newText: string | null,
): Choice[] {
  const kept = chosen.filter(({ id, hidden }) => !hidden && !found.some((item) => item.id === id));
  const listed: readonly Offered[] = [...found, ...kept];
  const choices = listed.map((item) => ({ value: item.id, label: item.label, item }));
  const last = newText === null ? [] : [{ value: NEW, label: newText }];
  const recent = choices.filter(({ item }) => item.recent);
  if (!groups || recent.length === 0) return [...choices, ...last];
  const rest = choices.filter(({ item }) => !item.recent);
  const grouped = [{ label: groups.recent, title: groups.recent, options: recent }];
  if (rest.length > 0) grouped.push({ label: groups.all, title: groups.all, options: rest });
  // A group is no choice, but stands among them.
  return [...(grouped as unknown as Choice[]), ...last];
}

interface ChoiceLineProps {
  choice: Choice;
  mark: LookupSelectProps["mark"];
}

function ChoiceLine({ choice: { value, label, item }, mark }: ChoiceLineProps) {
  if (value === NEW) {
    return (
      <span className="row-line lookup-new">
        <Plus size={15} aria-hidden="true" />
        <span className="clip">{label}</span>
      </span>
    );
  }
  return (
    <span className="row-line lookup-choice">
      {item && mark ? mark(item) : null}
      <span className="clip">{label}</span>
      {item?.facts ? <span className="lookup-facts">{item.facts}</span> : null}
    </span>
  );
}
