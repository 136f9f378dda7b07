/** Every field type's control. To add one: write src/fields/<type>/<type>.tsx, then list it here. */

import { addressControl } from "./address/address";
import { autoNumberControl } from "./auto-number/auto-number";
import { barcodeControl } from "./barcode/barcode";
import { booleanControl } from "./boolean/boolean";
import { cascadeControl } from "./cascade/cascade";
import { colorControl } from "./color/color";
import { creditCodeControl } from "./credit-code/credit-code";
import { dateControl } from "./date/date";
import { dateRangeControl } from "./date-range/date-range";
import { datetimeControl } from "./datetime/datetime";
import { departmentControl } from "./department/department";
import { durationControl } from "./duration/duration";
import { emailControl } from "./email/email";
import { fileControl } from "./file/file";
import { idNumberControl } from "./id-number/id-number";
import { imageControl } from "./image/image";
import { integerControl } from "./integer/integer";
import { jsonControl } from "./json/json";
import { locationControl } from "./location/location";
import { longTextControl } from "./long-text/long-text";
import { moneyControl } from "./money/money";
import { multiSelectControl } from "./multi-select/multi-select";
import { numberControl } from "./number/number";
import { numberRangeControl } from "./number-range/number-range";
import { percentControl } from "./percent/percent";
import { phoneControl } from "./phone/phone";
import { ratingControl } from "./rating/rating";
import { referenceControl } from "./reference/reference";
import { referenceAnyControl } from "./reference-any/reference-any";
import { referencesControl } from "./references/references";
import { richTextControl } from "./rich-text/rich-text";
import { selectControl } from "./select/select";
import { signatureControl } from "./signature/signature";
import { subTableControl } from "./sub-table/sub-table";
import { tagsControl } from "./tags/tags";
import { textControl } from "./text/text";
import { timeControl } from "./time/time";
import { urlControl } from "./url/url";
import { userControl } from "./user/user";
import { usersControl } from "./users/users";
import type { FieldControl } from "./control";
import "./fields.css";

export const FIELD_CONTROLS: readonly FieldControl[] = [
  textControl,
  longTextControl,
  richTextControl,
  numberControl,
  integerControl,
  moneyControl,
  percentControl,
  ratingControl,
  booleanControl,
  dateControl,
  datetimeControl,
  timeControl,
  durationControl,
  dateRangeControl,
  numberRangeControl,
  selectControl,
  multiSelectControl,
  cascadeControl,
  tagsControl,
  emailControl,
  phoneControl,
  urlControl,
  idNumberControl,
  creditCodeControl,
  addressControl,
  locationControl,
  colorControl,
  userControl,
  usersControl,
  departmentControl,
  referenceControl,
  referenceAnyControl,
  referencesControl,
  subTableControl,
  fileControl,
  imageControl,
  signatureControl,
  autoNumberControl,
  jsonControl,
  barcodeControl,
];

const byType = new Map(FIELD_CONTROLS.map((control) => [control.type, control]));

/** The control of a field type. Throws for a type without one: a text box would accept what the type refuses. */
export function controlOf(type: string): FieldControl {
  const control = byType.get(type);
  if (!control)
    throw new Error(`no control for fields of type ${type}; known: ${[...byType.keys()].join(", ")}`);
  return control;
}
