//! The proof of work, and what it does to the beginning of a visit; the code of the link she followed.

import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Answer } from '../src/shared/http.ts';
import type { Challenge } from '../src/shared/types.ts';
import { Prover } from '../src/visitor/challenge/prover.svelte.ts';
import { most, slice, solve } from '../src/visitor/challenge/solve.ts';
import { beginVisit } from '../src/visitor/opening.ts';
import { codeIn } from '../src/visitor/outreach.ts';

const pause = (): Promise<void> => Promise.resolve();

function riddle(number: number, maxNumber = 2_000): Challenge {
  const salt = 'a1b2?expires=1&';
  const challenge = createHash('sha256').update(`${salt}${number}`).digest('hex');
  return { algorithm: 'SHA-256', challenge, maxNumber, salt, signature: 'signed' };
}

const asked = (value: Challenge): Answer<Challenge> => ({ ok: true, value });
const offline: Answer<Challenge> = {
  ok: false,
  problem: { code: 'offline', field: null, retryAfter: null, secondFactorRequired: false },
};
const read = (proof: string | null): unknown =>
  proof === null ? null : JSON.parse(Buffer.from(proof, 'base64').toString());

describe('the proof of work', () => {
  it('finds_the_number_wherever_it_is', async () => {
    for (const number of [0, 1, slice - 1, slice, slice + 1, 1_999, 2_000]) {
      expect(await solve(riddle(number), pause)).toBe(number);
    }
  });

  it('finds_none_where_there_is_none_or_the_riddle_is_none', async () => {
    expect(await solve(riddle(2_001), pause)).toBeNull();
    expect(await solve({ ...riddle(1), challenge: 'abc' }, pause)).toBeNull();
    expect(await solve({ ...riddle(1), maxNumber: most + 1 }, pause)).toBeNull();
  });

  it('stops_within_a_slice_when_told_to', async () => {
    let pauses = 0;
    const stopped = (): boolean => pauses >= 2;
    const counted = async (): Promise<void> => {
      pauses += 1;
    };
    expect(await solve(riddle(2_000), counted, stopped)).toBeNull();
    expect(pauses).toBe(2);
  });
});

describe('the prover', () => {
  const work = (it: Challenge): Promise<number | null> => solve(it, pause);

  it('has_a_proof_ready_and_gives_each_out_once', async () => {
    const fetch = vi.fn(async () => asked(riddle(77)));
    const prover = new Prover(fetch, work);
    prover.prepare();
    prover.prepare();
    expect(prover.working).toBe(true);
    const { algorithm, challenge, salt, signature } = riddle(77);
    expect(read(await prover.take())).toEqual({
      algorithm,
      challenge,
      number: 77,
      salt,
      signature,
    });
    expect(prover.working).toBe(false);
    expect(fetch).toHaveBeenCalledTimes(1);
    await prover.take();
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  it('gives_none_where_the_riddle_does_not_come_is_another_kind_or_too_hard', async () => {
    expect(await new Prover(async () => offline, work).take()).toBeNull();
    const other = asked({ ...riddle(1), algorithm: 'SHA-1' });
    expect(await new Prover(async () => other, work).take()).toBeNull();
    expect(await new Prover(async () => asked(riddle(2_001)), work).take()).toBeNull();
    const broken = (): Promise<number> => Promise.reject(new Error('no'));
    expect(await new Prover(async () => asked(riddle(1)), broken).take()).toBeNull();
  });

  it('is_ended_by_the_exit_and_asks_for_nothing_after_it', async () => {
    let signalled = false;
    const fetch = vi.fn(async () => asked(riddle(1)));
    const prover = new Prover(
      fetch,
      (_, signal) =>
        new Promise((found) => {
          signal.addEventListener('abort', () => {
            signalled = true;
            found(1);
          });
        }),
    );
    const proof = prover.take();
    await vi.waitFor(() => expect(fetch).toHaveBeenCalled());
    await Promise.resolve();
    prover.cancel();
    expect(await proof).toBeNull();
    expect(signalled).toBe(true);
    expect(prover.working).toBe(false);
    expect(await prover.take()).toBeNull();
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

describe('a visit', () => {
  const opening = { language: 'ko', nickname: '', safeNow: null, firstMessage: '' } as const;
  const sent: Record<string, unknown>[] = [];
  let answers: [number, object][] = [];
  const begun = { conversation: 'c', channel: 'm', token: 't', return_code: 'a b c d e f' };

  beforeEach(() => {
    sent.length = 0;
    vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
      sent.push(JSON.parse(body));
      const [status, json] = answers.shift() ?? [201, begun];
      return new Response(JSON.stringify(json), { status });
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const proofs = (...list: (string | null)[]): Pick<Prover, 'take' | 'ended'> => ({
    ended: false,
    take: async () => list.shift() ?? null,
  });
  const refusal = { code: 'challenge_required', title: 'x', status: 422 };

  it('begins_without_a_proof_where_none_is_wanted', async () => {
    answers = [];
    const answer = await beginVisit(() => opening, proofs('p'), false);
    expect(answer.ok).toBe(true);
    expect(sent).toEqual([{ language: 'ko' }]);
  });

  it('brings_a_proof_and_what_she_wrote_while_it_was_made', async () => {
    answers = [];
    let text = 'first';
    const prover = {
      ended: false,
      take: async () => {
        text = 'first and more';
        return 'p';
      },
    };
    await beginVisit(() => ({ ...opening, firstMessage: text }), prover, true);
    expect(sent).toEqual([{ language: 'ko', first_message: 'first and more', challenge: 'p' }]);
  });

  it('tries_once_more_with_a_new_proof_when_the_first_was_too_old_or_is_wanted_now', async () => {
    answers = [
      [422, refusal],
      [201, begun],
    ];
    expect((await beginVisit(() => opening, proofs('old', 'new'), true)).ok).toBe(true);
    expect(sent.map(({ challenge }) => challenge)).toEqual(['old', 'new']);
    answers = [
      [422, refusal],
      [422, refusal],
    ];
    sent.length = 0;
    const answer = await beginVisit(() => opening, proofs('one', 'two', 'three'), true);
    expect(answer).toMatchObject({ ok: false, problem: { code: 'challenge_required' } });
    expect(sent).toHaveLength(2);
  });

  it('is_not_begun_for_whoever_has_left_while_the_proof_was_made', async () => {
    const prover = new Prover(
      async () => asked(riddle(1)),
      async () => {
        prover.cancel();
        return 1;
      },
    );
    expect((await beginVisit(() => opening, prover, true)).ok).toBe(false);
    expect(sent).toEqual([]);
  });
});

describe('the code of a link', () => {
  it('is_read_from_o_and_is_nothing_else', () => {
    expect(codeIn('?o=Ab3_-9')).toBe('Ab3_-9');
    for (const search of ['', '?x=1', '?o=', '?o=a%20b', `?o=${'a'.repeat(65)}`, '?o=<script>']) {
      expect(codeIn(search), search).toBeNull();
    }
  });

  it('is_out_of_the_address_at_once_is_told_once_and_given_up_where_it_is_unknown', async () => {
    const replaceState = vi.fn();
    vi.stubGlobal('location', { search: '?o=abc', hash: '', pathname: '/' });
    vi.stubGlobal('history', { replaceState });
    vi.resetModules();
    const outreach = await import('../src/visitor/outreach.ts');
    const { beginVisit: begin } = await import('../src/visitor/opening.ts');
    expect(replaceState).toHaveBeenCalledExactlyOnceWith(null, '', '/');
    expect(outreach.outreachCode()).toBe('abc');
    const sent: unknown[] = [];
    const refused = { code: 'invalid', field: 'outreach_code', title: 'x', status: 422 };
    const begun = { conversation: 'c', channel: 'm', token: 't', return_code: 'a b c d e f' };
    vi.stubGlobal('fetch', async (_: string, { body }: { body: string }) => {
      sent.push(JSON.parse(body));
      return new Response(JSON.stringify(sent.length === 1 ? refused : begun), {
        status: sent.length === 1 ? 422 : 201,
      });
    });
    const opening = { language: 'ko', nickname: '', safeNow: null, firstMessage: '' } as const;
    const answer = await begin(() => opening, { ended: false, take: async () => null }, false);
    expect(answer.ok).toBe(true);
    expect(sent).toEqual([{ language: 'ko', outreach_code: 'abc' }, { language: 'ko' }]);
    expect(outreach.outreachCode()).toBeNull();
    vi.unstubAllGlobals();
  });
});
