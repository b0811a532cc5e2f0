//! A call answers with a value or with a problem that the pages have words for. It never throws.

import { afterEach, describe, expect, it, vi } from 'vitest';
import { signOut } from '../src/desk/api.ts';
import { call, serverNow } from '../src/shared/http.ts';

const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
vi.stubGlobal('fetch', fetched);
afterEach(() => fetched.mockReset());

const ask = (token?: string): ReturnType<typeof call<string>> =>
  call({
    method: 'POST',
    path: '/visits',
    body: { language: 'ko' },
    ...(token === undefined ? {} : { token }),
    decode: (fields) => fields.string('answer'),
  });

const problem = (
  code: string,
  status: number,
  extra: object = {},
  headers: HeadersInit = {},
): Response => new Response(JSON.stringify({ code, ...extra }), { status, headers });

describe('a call', () => {
  it('sends_json_and_leaves_no_trace_in_caches_or_referrers', async () => {
    fetched.mockResolvedValue(Response.json({ answer: 'yes' }));
    expect(await ask()).toEqual({ ok: true, value: 'yes' });
    const [url, init] = fetched.mock.calls[0] ?? [];
    expect(url).toBe('/api/v1/visits');
    expect(init).toMatchObject({
      method: 'POST',
      body: '{"language":"ko"}',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    });
  });

  it('carries_a_token_in_a_header_and_then_no_cookie', async () => {
    fetched.mockResolvedValue(Response.json({ answer: 'yes' }));
    await ask('secret');
    const [url, init] = fetched.mock.calls[0] ?? [];
    expect(url).not.toContain('secret');
    expect(init?.credentials).toBe('omit');
    expect(new Headers(init?.headers).get('Authorization')).toBe('Bearer secret');
  });

  it('signs_out_although_the_page_is_gone_and_waits_no_longer_than_for_any_other', async () => {
    fetched.mockResolvedValue(new Response(null, { status: 204 }));
    await ask();
    expect(await signOut()).toEqual({ ok: true, value: null });
    const [usual, out] = fetched.mock.calls.map(([, init]) => init);
    expect(usual).toMatchObject({ keepalive: false, signal: expect.any(AbortSignal) });
    expect(out).toMatchObject({
      method: 'DELETE',
      keepalive: true,
      signal: expect.any(AbortSignal),
    });
  });

  it('names_the_problem_of_the_server', async () => {
    fetched.mockResolvedValue(problem('invalid', 422, { field: 'nickname' }));
    expect(await ask()).toMatchObject({
      ok: false,
      problem: { code: 'invalid', field: 'nickname' },
    });
    fetched.mockResolvedValue(problem('slow_down', 429, {}, { 'Retry-After': '7' }));
    expect(await ask()).toMatchObject({ problem: { code: 'slow_down', retryAfter: 7 } });
    fetched.mockResolvedValue(problem('unauthenticated', 401, { second_factor: 'required' }));
    expect(await ask()).toMatchObject({ problem: { secondFactorRequired: true } });
  });

  it('is_offline_when_no_answer_comes', async () => {
    fetched.mockRejectedValue(new TypeError('network'));
    expect(await ask()).toMatchObject({ ok: false, problem: { code: 'offline' } });
  });

  it.each([
    [new Response('<html>Bad gateway</html>', { status: 502 }), 'unavailable'],
    [new Response('<html>Sign in to the wifi</html>', { status: 200 }), 'unexpected'],
    [Response.json({ answer: 1 }), 'unexpected'],
    [problem('brand_new_code', 418), 'unexpected'],
  ])('has_words_for_answers_that_are_not_the_servers', async (answer, code) => {
    fetched.mockResolvedValue(answer);
    expect(await ask()).toMatchObject({ ok: false, problem: { code } });
  });

  it('goes_by_the_clock_of_the_server_for_countdowns', async () => {
    const hour = 3_600_000;
    const headers = { Date: new Date(Date.now() + hour).toUTCString() };
    fetched.mockResolvedValue(Response.json({ answer: 'yes' }, { headers }));
    await ask();
    expect(Math.abs(serverNow() - Date.now() - hour)).toBeLessThan(2_000);
  });
});
