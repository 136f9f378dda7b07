/** The product's name and mark. */

import { useTranslation } from "react-i18next";

export function Brand({ short = false }: { short?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="brand">
      <span className="brand-mark" aria-hidden="true">
        {t("brandMark")}
      </span>
      {short ? <span className="sr-only">{t("product")}</span> : <span>{t("product")}</span>}
    </div>
  );
}
