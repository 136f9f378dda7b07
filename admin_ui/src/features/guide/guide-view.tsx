/** The user guide: contents, search over all its texts, and the page that is read. */

import { useQuery } from "@tanstack/react-query";
import { Input, Skeleton } from "antd";
import { ChevronLeft, ChevronRight, Search } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { isLocale } from "../../lib/label";
import { NotHere } from "../../ui/not-here";
import { ProblemNote } from "../../ui/problem-note";
import { Article } from "./article";
import { Contents } from "./contents";
import { FoundSections } from "./found-sections";
import "./guide.css";
import { GuideLink } from "./guide-link";
import type { Guide } from "./guide-texts";
import { loadGuide } from "./load-guide";
import { searchGuide } from "./search-guide";

interface GuideViewProps {
  page: string;
  /** The section that the address names. */
  anchor: string;
}

export function GuideView({ page, anchor }: GuideViewProps) {
  const { i18n } = useTranslation();
  const locale = isLocale(i18n.language) ? i18n.language : "en";
  const guide = useQuery({
    queryKey: ["guide", locale],
    queryFn: () => loadGuide(locale),
    staleTime: Infinity,
  });
  if (guide.error) return <ProblemNote error={guide.error} onRetry={() => void guide.refetch()} />;
  if (!guide.data) return <Skeleton active className="page" paragraph={{ rows: 10 }} />;
  if (!guide.data.pages.has(page)) return <NotHere />;
  return <Reading key={locale} guide={guide.data} page={page} anchor={anchor} />;
}

function Reading({ guide, page: name, anchor }: GuideViewProps & { guide: Guide }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const finds = useMemo(() => searchGuide(guide, typed), [guide, typed]);
  const page = guide.pages.get(name);
  const article = useReadingPlace(name, anchor, typed === "");
  useTitle(page?.title ?? "");
  if (!page) return null;
  const searching = typed.trim() !== "";
  return (
    <div className="page guide-page">
      <div className="guide-side">
        <Input
          className="guide-search"
          allowClear
          prefix={<Search size={15} aria-hidden="true" />}
          placeholder={t("help.search")}
          aria-label={t("help.search")}
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Contents guide={guide} current={name} />
      </div>
      <article className="card guide-article" ref={article}>
        {searching ? <h1>{t("help.title")}</h1> : <Article guide={guide} page={page} />}
        {searching ? <FoundSections finds={finds} onChosen={() => setTyped("")} /> : null}
        {searching ? null : <Neighbours guide={guide} current={name} />}
      </article>
    </div>
  );
}

/** Shows the section that the address names, else the beginning of a page that was turned to. */
function useReadingPlace(page: string, anchor: string, reading: boolean) {
  const article = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!reading) return;
    const heading = anchor ? document.getElementById(anchor) : null;
    if (heading) {
      heading.scrollIntoView({ block: "start" });
      heading.focus({ preventScroll: true });
      return;
    }
    article.current?.closest("main")?.scrollTo?.({ top: 0 });
    window.scrollTo({ top: 0 });
  }, [page, anchor, reading]);
  return article;
}

function useTitle(title: string) {
  useEffect(() => {
    const before = document.title;
    document.title = title;
    return () => {
      document.title = before;
    };
  }, [title]);
}

/** The pages before and after, in the order of the contents. */
function Neighbours({ guide, current }: { guide: Guide; current: string }) {
  const { t } = useTranslation();
  const pages = guide.groups.flatMap((group) => group.pages);
  const place = pages.findIndex(({ name }) => name === current);
  const before = pages[place - 1];
  const after = pages[place + 1];
  return (
    <nav className="guide-neighbours" aria-label={t("help.neighbours")}>
      {before ? (
        <GuideLink page={before.name}>
          <ChevronLeft size={15} aria-hidden="true" />
          {before.title}
        </GuideLink>
      ) : null}
      <span className="grow" />
      {after ? (
        <GuideLink page={after.name}>
          {after.title}
          <ChevronRight size={15} aria-hidden="true" />
        </GuideLink>
      ) : null}
    </nav>
  );
}
