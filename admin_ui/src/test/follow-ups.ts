/** The sample app with follow-ups and comments, for tests of timelines. */

import { field, MODEL } from "./sample-model";

const CALLS = {
  ...MODEL.entities[0],
  id: "e_call",
  name: "call",
  label: { "zh-CN": "跟进", en: "Follow-up" },
  plural: null,
  title: ["said"],
  has_stages: false,
  key_facts: [],
  flows: [],
  rules: [],
  activity: { subject: "about", happened_at: "at", channel: "way", next_at: null },
  fields: [
    field("about", "reference", "对象", { settings: { entity: "company" } }),
    field("at", "datetime", "时间"),
    field("way", "select", "方式", {
      options: [
        { name: "phone", label: { "zh-CN": "电话" } },
        { name: "visit", label: { "zh-CN": "拜访" } },
      ],
    }),
    field("said", "long_text", "内容", { required: true }),
  ],
};
/** An app whose companies are followed up and commented on. */
export const TALKATIVE = {
  ...MODEL,
  entities: [
    {
      ...MODEL.entities[0],
      comments: true,
      attachments: true,
      actions: [...(MODEL.entities[0]?.actions ?? []), "comment"],
    },
    CALLS,
  ],
};
