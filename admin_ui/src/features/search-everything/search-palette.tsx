/** Search everything: records, lists, pages and things to do, by words or by initials of pinyin. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Button, Modal } from "antd";
import { Search, X } from "lucide-react";
import { useDeferredValue, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";

import { searchApp } from "../../lib/api/search";
import { useAppPlace } from "../../lib/app-context";
import { takeEarlyKeys } from "../../lib/early-keys";
import { openText } from "../../lib/open-record";
import { recentRecords, rememberRecent } from "../../lib/recent";
import { ProblemNote } from "../../ui/problem-note";
import { useCreate } from "../../ui/use-create";
import { useIsPhone } from "../../ui/use-is-phone";
import { ChoiceLine } from "./choice-line";
import { foundSections, usualSections, type Choice, type Command } from "./choices";
import "./search.css";

const PAUSE_MS = 120;

interface SearchPaletteProps {
  commands: readonly (Command & { run: () => void })[];
  onClose: () => void;
}

/** The text once it has not changed for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(text), PAUSE_MS);
    return () => window.clearTimeout(timer);
  }, [text]);
  return settled;
}

export function SearchPalette({ commands, onClose }: SearchPaletteProps) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const [typed, setTyped] = useState("");
  const wanted = useSettled(typed.trim());
  const { sections, found } = useSections(typed, wanted, commands);
  const choices = useMemo(() => sections.flatMap((section) => section.choices), [sections]);
  const [at, setAt] = useState(0);
  const active = Math.min(at, choices.length - 1);
  const choose = useChoose(typed.trim(), commands, onClose);
  const list = useId();
  const lines = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    lines.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [active]);

  function onKey(event: KeyboardEvent) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.nativeEvent.isComposing) return;
    if (step !== 0 && choices.length > 0) {
      event.preventDefault();
      setAt((active + step + choices.length) % choices.length);
    }
    const chosen = choices[active];
    if (event.key === "Enter" && chosen) {
      event.preventDefault();
      choose(chosen);
    }
  }

  return (
    <Modal
      open
      title={<span className="sr-only">{t("search.title")}</span>}
      closable={false}
      footer={null}
      width={640}
      className="search-palette"
      // At once: letters and taps that follow the key must not meet something that still moves.
      transitionName=""
      maskTransitionName=""
      afterOpenChange={(open) => {
        if (open) field.current?.focus();
      }}
      onCancel={onClose}
      destroyOnHidden
    >
      <label className="search-field">
        <Search size={18} aria-hidden="true" />
        <input
          ref={field}
          role="combobox"
          aria-label={t("search.title")}
          aria-expanded
          aria-controls={list}
          {...(active >= 0 ? { "aria-activedescendant": `${list}-${active}` } : {})}
          maxLength={200}
          value={typed}
          placeholder={t("search.placeholder")}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onFocus={() => {
            const early = takeEarlyKeys();
            if (early) setTyped((before) => before + early);
          }}
          onKeyDown={onKey}
        />
        {phone ? <CloseButton onClose={onClose} /> : <kbd aria-hidden="true">Esc</kbd>}
      </label>
      <div className="search-found" id={list} role="listbox" aria-label={t("search.title")} ref={lines}>
        {sections.map((section) => (
          <div key={section.key} role="group" aria-label={section.label}>
            <div className="search-section" aria-hidden="true">
              {section.label}
            </div>
            {section.choices.map((choice, order) => {
              const here = section.start + order;
              return (
                <ChoiceLine
                  key={here}
                  id={`${list}-${here}`}
                  choice={choice}
                  active={here === active}
                  onChosen={() => choose(choice)}
                  onPointed={() => setAt(here)}
                />
              );
            })}
          </div>
        ))}
      </div>
      <SearchState found={found} empty={typed.trim() !== "" && choices.length === 0} />
    </Modal>
  );
}

/** A phone has no Escape key. */
function CloseButton({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Button
      type="text"
      icon={<X size={18} aria-hidden="true" />}
      aria-label={t("action.close")}
      onClick={onClose}
    />
  );
}

type Found = ReturnType<typeof useFound>;

function useFound(wanted: string) {
  const { workspace, app } = useAppPlace();
  return useQuery({
    queryKey: ["records", { workspace, app }, "search", wanted],
    queryFn: ({ signal }) => searchApp({ workspace, app }, wanted, signal),
    enabled: wanted !== "",
    placeholderData: keepPreviousData,
  });
}

function useSections(typed: string, wanted: string, commands: readonly Command[]) {
  const { t, i18n } = useTranslation();
  const { workspace, app, model } = useAppPlace();
  const found = useFound(wanted);
  const data = useDeferredValue(found.data);
  const sections = useMemo(() => {
    const locale = i18n.language;
    if (typed.trim() === "") {
      return usualSections(model, locale, recentRecords({ workspace, app }), commands, t);
    }
    const nothing = { groups: [], places: [], incomplete: false };
    return foundSections(model, locale, data ?? nothing, typed, commands, t);
  }, [typed, data, model, commands, workspace, app, i18n.language, t]);
  return { sections, found };
}

/** What is said below: nothing found, still looking, not everything was searched. */
function SearchState({ found, empty }: { found: Found; empty: boolean }) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  if (found.error) return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  const text = found.isFetching
    ? t("search.looking")
    : empty
      ? t("search.nothing")
      : found.data?.incomplete
        ? t("search.incomplete")
        : phone
          ? ""
          : t("search.keys");
  return (
    <div className="search-foot muted small" role="status">
      {text}
    </div>
  );
}

/** Goes where a choice leads. */
function useChoose(typed: string, commands: SearchPaletteProps["commands"], onClose: () => void) {
  const navigate = useNavigate();
  const create = useCreate();
  const { workspace, app } = useAppPlace();
  return (choice: Choice) => {
    onClose();
    switch (choice.kind) {
      case "record": {
        const { id, title, entity } = choice;
        rememberRecent({ workspace, app }, { entity: entity.name, id, title });
        const open = openText({ entity: entity.name, id });
        void navigate({ to: ".", search: (before: Record<string, unknown>) => ({ ...before, open }) });
        return;
      }
      case "list":
      case "more": {
        const search = choice.kind === "more" ? { search: typed } : choice.view ? { view: choice.view } : {};
        const params = { workspace, app, entity: choice.entity.name };
        void navigate({ to: "/w/$workspace/$app/$entity", params, search });
        return;
      }
      case "page": {
        const params = { workspace, app, page: choice.page };
        void navigate({ to: "/w/$workspace/$app/-/$page", params, search: {} });
        return;
      }
      case "create":
        create(choice.entity.name);
        return;
      case "command":
        commands.find(({ name }) => name === choice.name)?.run();
    }
  };
}
