/** The server as the screens see it in tests: answers by address, and what was asked. */

import { http, HttpResponse, type JsonBodyType } from "msw";
import { setupServer } from "msw/node";

import type { RecordData } from "../lib/api/records";
import { MODEL } from "./sample-model";

const API = "*/api/v1";
export const RECORDS = `${API}/w/main/apps/sales/records/company`;

export const SESSION = {
  user: { id: 1, email: "chen@example.com", display_name: "陈晓", locale: "zh-CN", time_zone: null },
  csrf: "token-1",
  workspaces: [{ key: "main", name: "远景", administrator: true }],
  map: null,
};

const DEVICES = [
  {
    id: "d1",
    user_agent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
    address: "10.0.0.8",
    created_at: "2026-11-01T00:00:00Z",
    last_seen_at: "2026-11-24T01:00:00Z",
    current: true,
  },
  {
    id: "d2",
    user_agent: "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Safari/604.1",
    address: "10.0.0.9",
    created_at: "2026-11-01T00:00:00Z",
    last_seen_at: "2026-11-20T01:00:00Z",
    current: false,
  },
];

export function record(id: number, values: Record<string, unknown>, version = 1): RecordData {
  return { id, version, title: String(values.name), values: { stage: "fresh", ...values } };
}

export const COMPANIES = [
  record(1, {
    name: "杭州远景精密",
    tier: "high",
    active: true,
    email: "a@b.cn",
    parent: { id: 2, label: "苏州恒达" },
  }),
  record(2, { name: "苏州恒达", tier: "low", active: false }),
];

/** A refusal in the server's one shape. */
export function refusal(status: number, code: string, message: string, problems: JsonBodyType[] = []) {
  return HttpResponse.json(
    { type: "about:blank", title: code, status, code, message, params: {}, request_id: "r", problems },
    { status, headers: { "Content-Type": "application/problem+json" } },
  );
}

/** Requests that change something, as they arrived. */
export const sent: { method: string; path: string; body: unknown; headers: Headers }[] = [];

export const server = setupServer(
  http.get(`${API}/setup`, () => HttpResponse.json({ needed: false, languages: ["zh-CN", "zh-TW", "en"] })),
  http.get(`${API}/session`, () => HttpResponse.json(SESSION)),
  http.get(`${API}/session/devices`, () => HttpResponse.json({ items: DEVICES })),
  http.get(`${API}/w/main/apps`, () => HttpResponse.json({ items: [MODEL.app] })),
  http.get(`${API}/w/main/apps/sales/model`, () => HttpResponse.json(MODEL as unknown as JsonBodyType)),
  http.put(`${RECORDS}/layout`, () => new HttpResponse(null, { status: 204 })),
  http.get(`${API}/w/main/apps/sales/views`, () => HttpResponse.json({ items: MODEL.views })),
  http.get(`${API}/w/main/notifications`, () => HttpResponse.json({ items: [], unread: 0, next: null })),
  http.get(`${API}/w/main/imports`, () => HttpResponse.json({ items: [] })),
  http.post(`${RECORDS}/query`, () =>
    HttpResponse.json({
      items: COMPANIES,
      next: null,
      previous: null,
      indexed: true,
    }),
  ),
  http.post(`${RECORDS}/count`, () => HttpResponse.json({ count: 2, capped: false })),
  http.get(`${RECORDS}/:id/stages`, () => HttpResponse.json({ items: [] })),
  http.get(`${RECORDS}/:id/timeline`, () => HttpResponse.json({ items: [], next: null, kinds: ["change"] })),
  http.get(`${RECORDS}/:id`, ({ params }) => {
    const found = COMPANIES.find(({ id }) => id === Number(params.id));
    return found ? HttpResponse.json(found) : refusal(404, "not_found", "没有这条记录。");
  }),
);

server.events.on("request:start", ({ request }) => {
  if (request.method === "GET") return;
  const { pathname } = new URL(request.url);
  const entry = { method: request.method, path: pathname, body: null as unknown, headers: request.headers };
  sent.push(entry);
  void request
    .clone()
    .json()
    .then((body: unknown) => {
      entry.body = body;
    })
    .catch(() => undefined);
});
