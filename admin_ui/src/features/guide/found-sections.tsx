/** What a search in the guide found: sections with a line of their text. */

import { useTranslation } from "react-i18next";

import { GuideLink } from "./guide-link";
import type { Find } from "./search-guide";

export function FoundSections({ finds, onChosen }: { finds: readonly Find[]; onChosen: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <p className="muted small" role="status">
        {finds.length > 0 ? t("help.found", { count: finds.length }) : t("help.nothing")}
      </p>
      <ul className="guide-finds">
        {finds.map(({ page, section, excerpt }) => (
          <li key={`${page.name} ${section.anchor}`}>
            <GuideLink
              page={page.name}
              {...(section.anchor ? { anchor: section.anchor } : {})}
              onClick={onChosen}
            >
              {section.anchor ? `${page.title} › ${section.heading}` : page.title}
            </GuideLink>
            <div className="muted">
              {excerpt.map(({ text, found }, index) => (found ? <mark key={index}>{text}</mark> : text))}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
