/** Countries and regions by the codes of ISO 3166-1, named in the reader's language by the browser. */

const CODES =
  "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC " +
  "CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD " +
  "GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH " +
  "KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW " +
  "MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC " +
  "SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY " +
  "UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";
const FIRST = ["CN", "HK", "MO", "TW"];
const LOCALES = ["zh-CN", "zh-TW", "en"];

const named = new Map<string, Map<string, string>>();

function namesIn(locale: string): Map<string, string> {
  const known = named.get(locale);
  if (known) return known;
  const names = new Intl.DisplayNames([locale], { type: "region" });
  const made = new Map(CODES.split(" ").map((code) => [code, names.of(code) ?? code]));
  named.set(locale, made);
  return made;
}

/** The code of a country that was stored as its code or as its name in any of our languages; nothing for others. */
export function countryCode(stored: string): string | undefined {
  const text = stored.trim();
  if (namesIn("en").has(text.toUpperCase())) return text.toUpperCase();
  for (const locale of LOCALES) {
    for (const [code, name] of namesIn(locale)) if (name.toLowerCase() === text.toLowerCase()) return code;
  }
  return undefined;
}

export function countryName(stored: string, locale: string): string {
  const code = countryCode(stored);
  return (code && namesIn(locale).get(code)) || stored;
}

/** Whether an address lies where the divisions of China are chosen from; where no country is named it does. */
export function isInChina(stored: string | undefined): boolean {
  return !stored || countryCode(stored) === "CN";
}

export function countryChoices(locale: string): { value: string; label: string }[] {
  const names = namesIn(locale);
  const choice = (value: string) => ({ value, label: names.get(value) ?? value });
  const order = new Intl.Collator(locale);
  const others = [...names.keys()].filter((code) => !FIRST.includes(code)).map(choice);
  return [...FIRST.map(choice), ...others.sort((one, other) => order.compare(one.label, other.label))];
}
