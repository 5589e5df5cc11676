import type { Problem } from './types.js';

/** The hub said no. `code` is the stable name in docs/API.md. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** The hub could not be reached at all: the phone is elsewhere, or the hub is off. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Reads a refusal; an answer that is no problem document (a proxy's page) is named by its status. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const body: Partial<Problem> = await response.json().catch(() => ({}));
  const code = typeof body.code === 'string' ? body.code : `http-${response.status}`;
  const detail = typeof body.detail === 'string' ? body.detail : response.statusText;
  return new ApiProblem(response.status, code, detail);
}
