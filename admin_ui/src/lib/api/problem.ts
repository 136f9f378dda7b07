/** What the server answers when it refuses: one shape, and a message in the reader's language. */

export interface Problem {
  path: string;
  code: string;
  message: string;
  params?: Record<string, unknown>;
}

/** A refusal by the server, or the loss of the connection (status 0). */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly problems: readonly Problem[] = [],
    readonly params: Record<string, unknown> = {},
    readonly requestId = "",
  ) {
    super(message);
    this.name = "ApiProblem";
  }

  /** Whether it is not there, or not the reader's to see: nobody can tell which. */
  get gone(): boolean {
    return this.status === 404 || this.status === 403;
  }

  /** Whether no answer arrived: what was typed must be kept and sent again later. */
  get offline(): boolean {
    return this.status === 0;
  }
}

function textIn(body: Record<string, unknown>, ...keys: string[]): string {
  for (const key of keys) {
    const value = body[key];
    if (typeof value === "string" && value) return value;
  }
  return "";
}

/** The problem that an unsuccessful answer describes. */
export function problemOf(status: number, body: unknown): ApiProblem {
  const shape = (typeof body === "object" && body !== null ? body : {}) as Record<string, unknown>;
  const problems = Array.isArray(shape.problems) ? (shape.problems as Problem[]) : [];
  const params = (shape.params ?? {}) as Record<string, unknown>;
  const message = textIn(shape, "message", "title");
  return new ApiProblem(
    status,
    textIn(shape, "code") || `http_${status}`,
    message,
    problems,
    params,
    textIn(shape, "request_id"),
  );
}

/** Any thrown thing as a problem; a failed fetch is a lost connection. */
export function asProblem(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error;
  return new ApiProblem(0, "offline", error instanceof Error ? error.message : String(error));
}
