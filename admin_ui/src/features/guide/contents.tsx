/** The contents of the guide; on a phone they fold away. */

import { useTranslation } from "react-i18next";

import { useIsPhone } from "../../ui/use-is-phone";
import { GuideLink } from "./guide-link";
import type { Guide } from "./guide-texts";

export function Contents({ guide, current }: { guide: Guide; current: string }) {
  const { t } = useTranslation();
  const phone = useIsPhone();
  const groups = guide.groups.map(({ heading, pages }) => (
    <section key={heading}>
      <div className="guide-group">{heading}</div>
      {pages.map(({ name, title }) => (
        <GuideLink
          key={name}
          page={name}
          className={name === current ? "guide-entry current" : "guide-entry"}
        >
          {title}
        </GuideLink>
      ))}
    </section>
  ));
  return (
    <nav className="guide-contents" aria-label={t("help.contents")}>
      {phone ? (
        // The key folds it again on every page.
        <details key={current} className="card">
          <summary>{t("help.contents")}</summary>
          {groups}
        </details>
      ) : (
        groups
      )}
    </nav>
  );
}
