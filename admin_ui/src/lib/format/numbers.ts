/** Numbers and money as a reader of each language writes them. */

const formats = new Map<string, Intl.NumberFormat>();

function format(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, options);
  formats.set(key, made);
  return made;
}

/** A decimal text with grouping; its digits are kept exactly, however long. */
export function formatDecimal(text: string, locale: string, grouping = true): string {
  const digits = /\.(\d+)$/.exec(text)?.[1]?.length ?? 0;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: grouping };
  // Intl formats a numeric text exactly; only its type says number.
  return format(locale, options).format(text as unknown as number);
}

/** An amount with its currency sign, without empty cents. */
export function formatMoney(amount: string, currency: string, locale: string): string {
  const whole = /^-?\d+(\.0*)?$/.test(amount);
  const options: Intl.NumberFormatOptions = {
    style: "currency",
    currency: /^[A-Z]{3}$/.test(currency) ? currency : "CNY",
    currencyDisplay: "narrowSymbol",
    ...(whole ? { minimumFractionDigits: 0, maximumFractionDigits: 0 } : {}),
  };
  return format(locale, options).format(amount as unknown as number);
}

export function formatCount(count: number, locale: string): string {
  return format(locale, {}).format(count);
}
