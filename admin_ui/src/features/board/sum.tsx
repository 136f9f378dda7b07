/** What a column sums to: money for each currency, short to read, exact on hovering. */

import { useTranslation } from "react-i18next";

import { formatDecimal, formatMoney, formatMoneyShort } from "../../lib/format/numbers";
import type { Money } from "../../lib/measured";

export function Sum({ sum }: { sum: Money[] | string }) {
  const { i18n } = useTranslation();
  const locale = i18n.language;
  if (typeof sum === "string") return <div className="board-sum numeric">{formatDecimal(sum, locale)}</div>;
  if (sum.length === 0) return null;
  return (
    <div className="board-sum numeric">
      {sum.map(({ amount, currency }) => (
        <span key={currency} title={formatMoney(amount, currency, locale)}>
          {formatMoneyShort(amount, currency, locale)}
        </span>
      ))}
    </div>
  );
}
