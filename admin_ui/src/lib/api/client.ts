import createClient from "openapi-fetch";

import type { paths } from "./schema";

/** The typed client of the server's API; `npm run client` makes its types from openapi.json. */
export const api = createClient<paths>({ credentials: "same-origin" });
