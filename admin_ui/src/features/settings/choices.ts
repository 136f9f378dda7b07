/** What settings can be chosen from, named in the reader's language: zones, regions, currencies, weekdays. */

interface Choice {
  value: string;
  label: string;
}

const IN_USE =
  "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP " +
  "CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR " +
  "IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU " +
  "MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG " +
  "SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST " +
  "XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/** Codes that have a name and are no country. */
const NO_COUNTRY = new Set([
  "EU",
  "EZ",
  "QO",
  "UN",
  "XA",
  "XB",
  "ZZ",
  "CP",
  "CQ",
  "DG",
  "EA",
  "IC",
  "AN",
  "CS",
]);
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** Every time zone by its name, with what it is called and its present distance from Greenwich. */
export function zones(locale: string): Choice[] {
  return Intl.supportedValuesOf("timeZone").map((timeZone) => {
    const called = zonePart(locale, timeZone, "longGeneric");
    const offset = zonePart(locale, timeZone, "longOffset");
    const place = timeZone.replaceAll("_", " ");
    return { value: timeZone, label: `${place} · ${called} (${offset})` };
  });
}

function zonePart(locale: string, timeZone: string, timeZoneName: "longGeneric" | "longOffset"): string {
  const parts = new Intl.DateTimeFormat(locale, { timeZone, timeZoneName }).formatToParts(new Date());
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}

/** Countries and regions by name. */
export function regions(locale: string): Choice[] {
  const names = new Intl.DisplayNames(locale, { type: "region", fallback: "none" });
  const codes = LETTERS.flatMap((first) => LETTERS.map((second) => first + second));
  const named = codes
    .filter((code) => !NO_COUNTRY.has(code) && new Intl.Locale("und", { region: code }).region === code)
    .map((code) => ({ value: code, name: names.of(code) ?? "" }))
    .filter(({ name }) => name !== "");
  return named
    .sort((one, other) => one.name.localeCompare(other.name, locale))
    .map(({ value, name }) => ({ value, label: `${name} (${value})` }));
}

export function regionName(code: string, locale: string): string {
  return new Intl.DisplayNames(locale, { type: "region" }).of(code) ?? code;
}

/** Currencies in use, with those that the workspace has already. */
export function currencies(locale: string, chosen: readonly string[]): Choice[] {
  const names = new Intl.DisplayNames(locale, { type: "currency" });
  return [...new Set([...chosen, ...IN_USE.split(" ")])].map((code) => ({
    value: code,
    label: `${code} · ${names.of(code) ?? code}`,
  }));
}

/** 1 Monday to 7 Sunday. */
export function weekdayName(
  day: number,
  locale: string,
  length: "long" | "short" | "narrow" = "long",
): string {
  const monday = Date.UTC(2024, 0, 1);
  return new Intl.DateTimeFormat(locale, { weekday: length, timeZone: "UTC" }).format(
    monday + (day - 1) * 86_400_000,
  );
}
