// Calls of the HTTP API. An answer is a value or a problem with a code that the pages translate; nothing is thrown.

import { Fields } from './decode.ts';

type ServerCode =
  | 'malformed'
  | 'unauthenticated'
  | 'forbidden'
  | 'not_found'
  | 'method_not_allowed'
  | 'conflict'
  | 'too_long'
  | 'invalid'
  | 'challenge_required'
  | 'slow_down'
  | 'unavailable';

const codes: readonly ServerCode[] = [
  'malformed',
  'unauthenticated',
  'forbidden',
  'not_found',
  'method_not_allowed',
  'conflict',
  'too_long',
  'invalid',
  'challenge_required',
  'slow_down',
  'unavailable',
];

/** Why a call did not work. `offline`: no answer came. `unexpected`: an answer that the protocol does not know. */
export type ProblemCode = ServerCode | 'offline' | 'unexpected';

export interface Problem {
  code: ProblemCode;
  /** The field that was refused, where one was. */
  field: string | null;
  /** Seconds to wait before the next try, where the server said so. */
  retryAfter: number | null;
  /** Sign-in wants the six digits as well. */
  secondFactorRequired: boolean;
}

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export interface Call<T> {
  method: Method;
  /** Under `/api/v1`. */
  path: string;
  body?: object;
  /** The visitor's token; staff are known by their cookie. */
  token?: string;
  /** Goes on when the page is left. */
  keepalive?: boolean;
  decode: (fields: Fields) => T;
}

const patience = 15_000;

/** How far the server's clock is ahead of ours, in milliseconds, by its last answer. */
let ahead = 0;

/** The time by the server's clock: countdowns must not depend on a laptop's. */
export function serverNow(): number {
  return Date.now() + ahead;
}

/** For calls whose answer carries nothing. */
export function nothing(): null {
  return null;
}

/** Calls the API once. */
export async function call<T>(to: Call<T>): Promise<Answer<T>> {
  const headers = new Headers({ Accept: 'application/json' });
  if (to.token !== undefined) headers.set('Authorization', `Bearer ${to.token}`);
  const request: RequestInit = {
    method: to.method,
    headers,
    cache: 'no-store',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    // A visitor has no cookie and must not be given one.
    credentials: to.token === undefined ? 'same-origin' : 'omit',
    keepalive: to.keepalive ?? false,
    signal: AbortSignal.timeout(patience),
  };
  if (to.body !== undefined) {
    headers.set('Content-Type', 'application/json');
    request.body = JSON.stringify(to.body);
  }
  let response: Response;
  try {
    response = await fetch(`/api/v1${to.path}`, request);
  } catch {
    return failed('offline');
  }
  noteClock(response.headers.get('Date'));
  try {
    if (!response.ok) return { ok: false, problem: await readProblem(response) };
    const empty = response.status === 204;
    const json: unknown = empty ? {} : await response.json();
    return { ok: true, value: to.decode(new Fields(json, to.path)) };
  } catch {
    // A proxy before the server answers in its own words while the server is away.
    return failed(response.status >= 500 ? 'unavailable' : 'unexpected');
  }
}

/** The answer of a call that never was, or that made no sense. */
export function failed(code: ProblemCode): { ok: false; problem: Problem } {
  return {
    ok: false,
    problem: { code, field: null, retryAfter: null, secondFactorRequired: false },
  };
}

async function readProblem(response: Response): Promise<Problem> {
  const json: unknown = await response.json();
  const fields = new Fields(json, 'problem');
  const code = fields.string('code');
  const wait = Number(response.headers.get('Retry-After') ?? Number.NaN);
  return {
    code: codes.find((one) => one === code) ?? 'unexpected',
    field: fields.maybe('field', (f, key) => f.string(key)),
    retryAfter: Number.isFinite(wait) ? wait : null,
    secondFactorRequired: fields.maybe('second_factor', (f, key) => f.string(key)) === 'required',
  };
}

function noteClock(date: string | null): void {
  const at = date === null ? Number.NaN : Date.parse(date);
  // The header has whole seconds: less than that is noise.
  if (Number.isFinite(at)) ahead = Math.abs(at - Date.now()) < 2_000 ? 0 : at - Date.now();
}
