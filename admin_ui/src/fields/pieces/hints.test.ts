import { expect, test } from "vitest";

import { barcodeHint, creditCodeHint, emailHint, idNumberHint, phoneHint, urlHint, type Hint } from "./hints";

/** The key of what is said, with its count. */
function told(hint: Hint | null): string {
  if (!hint) return "";
  return hint(((key: string, more?: { count: number }) => (more ? `${key} ${more.count}` : key)) as never);
}

test.each<[string, Hint | null, string]>([
  ["a half identity number", idNumberHint("110105"), "hint.left 12"],
  ["a wrong check digit", idNumberHint("110105194912310021"), "hint.check"],
  ["a whole identity number, in full-width signs", idNumberHint("11010519491231００２x"), ""],
  ["a whole credit code", creditCodeHint("91350100M000100Y43"), ""],
  ["a credit code with a wrong sign", creditCodeHint("91350100M000100Y44"), "hint.check"],
  ["a long credit code", creditCodeHint("91350100M000100Y430"), "hint.tooMany 1"],
  ["half an e-mail address", emailHint("a@b"), "hint.email"],
  ["an e-mail address", emailHint("张三@例子.中国"), ""],
  ["a short mobile number", phoneHint("138 0000"), "hint.mobile"],
  ["a mobile number", phoneHint("138-0000-1234"), ""],
  ["a number abroad", phoneHint("+1 415 555 0100"), ""],
  ["a short number", phoneHint("010"), "hint.phone"],
  ["a web address without its scheme", urlHint("example.com/a"), ""],
  ["an address that would be run", urlHint("javascript:alert(1)"), "hint.url"],
  ["an EAN", barcodeHint("4006381333931", "ean13"), ""],
  ["an EAN with a wrong digit", barcodeHint("4006381333932", "ean13"), "hint.check"],
  ["any barcode", barcodeHint("ABC", undefined), ""],
])("%s", (_name, hint, expected) => {
  expect(told(hint)).toBe(expected);
});
