/** The typed client of the server's API; `npm run client` makes its types from openapi.json. */

import createClient, { type Middleware } from "openapi-fetch";

import { ApiProblem, problemOf } from "./problem";
import type { paths } from "./schema";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** What every request carries; the session and the language switch write it. */
export const requestContext = { csrf: "", locale: "zh-CN" };

const carryContext: Middleware = {
  onRequest({ request }) {
    request.headers.set("Accept-Language", requestContext.locale);
    if (!SAFE.has(request.method) && requestContext.csrf) {
      request.headers.set("X-CSRF-Token", requestContext.csrf);
    }
    return request;
  },
};

export const api = createClient<paths>({
  // The global address matters to test runners, which have no page to be relative to.
  baseUrl: window.location.origin,
  credentials: "same-origin",
  fetch: (request: Request) => fetch(request),
});
api.use(carryContext);

interface Answer<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The data of a successful answer. Throws ApiProblem; status 0 when no answer arrived. */
export async function unwrap<Data>(answer: Promise<Answer<Data>>): Promise<Data> {
  let arrived: Answer<Data>;
  try {
    arrived = await answer;
  } catch (error) {
    throw new ApiProblem(0, "offline", error instanceof Error ? error.message : "");
  }
  if (!arrived.response.ok) throw problemOf(arrived.response.status, arrived.error);
  return arrived.data as Data;
}

/** Bytes that browsers send on after their page has gone, for all requests together: 64 KiB; a character may take 3. */
const OUTLIVING_CHARACTERS = 4_000;

/** How a change is sent so that leaving or reloading the page meanwhile does not take it back. */
export function outliving<Body>(body: Body): { body: Body; keepalive: boolean } {
  return { body, keepalive: JSON.stringify(body).length <= OUTLIVING_CHARACTERS };
}

/** A key that lets the server recognise the same request sent twice. */
export function idempotencyKey(): string {
  return crypto.randomUUID();
}
