//! Alerts: which ring, for how long, and what a new connection leaves of them.

import { beforeEach, describe, expect, it } from 'vitest';
import { Alerts, ringAgain } from '../src/desk/alerts/alerts.svelte.ts';
import type { Alert } from '../src/shared/care-types.ts';
import type { Answer, ProblemCode } from '../src/shared/http.ts';
import { Time } from './server.ts';

const alert = (id: string, over: Partial<Alert> = {}): Alert => ({
  alert: id,
  kind: 'risk',
  loud: true,
  conversation: `of-${id}`,
  label: '7421',
  language: 'ko',
  risk: 4,
  reason: null,
  raisedAt: '2026-11-27T02:00:00Z',
  ...over,
});

const refused = (code: ProblemCode): Answer<never> => ({
  ok: false,
  problem: { code, field: null, retryAfter: null, secondFactorRequired: false },
});

class Bench {
  readonly time = new Time();
  rings = 0;
  notices = 0;
  asked: string[] = [];
  listed: Answer<Alert[]> = { ok: true, value: [] };
  answers: Answer<null> = { ok: true, value: null };
  /** Runs while the list is on its way. */
  meanwhile = (): void => {};
  readonly alerts = new Alerts({
    timers: this.time,
    ring: () => (this.rings += 1),
    notify: () => (this.notices += 1),
    fetch: () => {
      this.meanwhile();
      return Promise.resolve(this.listed);
    },
    answer: (id) => {
      this.asked.push(id);
      return Promise.resolve(this.answers);
    },
  });

  get loud(): string[] {
    return this.alerts.loud.map(({ alert: id }) => id);
  }
}

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});

describe('a loud alert', () => {
  it('rings_at_once_and_again_until_it_is_gone', () => {
    bench.alerts.raised(alert('a'));
    expect(bench.rings).toBe(1);
    bench.time.pass(3 * ringAgain);
    expect(bench.rings).toBe(4);
    bench.alerts.gone('a');
    bench.time.pass(10 * ringAgain);
    expect(bench.rings).toBe(4);
  });

  it('does_not_ring_twice_as_often_with_a_second_one_and_goes_on_while_one_is_left', () => {
    bench.alerts.raised(alert('a'));
    bench.alerts.raised(alert('b'));
    bench.time.pass(ringAgain);
    expect(bench.rings).toBe(2);
    bench.alerts.gone('a');
    bench.time.pass(ringAgain);
    expect(bench.rings).toBe(3);
  });

  it('that_is_sent_again_is_shown_once_and_notified_once', () => {
    bench.alerts.raised(alert('a'));
    bench.alerts.raised(alert('a', { risk: 3 }));
    expect(bench.alerts.loud.map(({ risk }) => risk)).toEqual([3]);
    expect(bench.notices).toBe(1);
  });

  it('stands_by_its_risk_and_then_by_its_age', () => {
    bench.alerts.raised(alert('late', { raisedAt: '2026-11-27T02:05:00Z' }));
    bench.alerts.raised(alert('panic', { kind: 'panic', risk: 1 }));
    bench.alerts.raised(alert('early', { raisedAt: '2026-11-27T01:00:00Z' }));
    expect(bench.loud).toEqual(['early', 'late', 'panic']);
  });
});

describe('a soft alert', () => {
  it('is_listed_and_makes_no_sound', () => {
    bench.alerts.raised(alert('a', { kind: 'held', loud: false }));
    bench.time.pass(10 * ringAgain);
    expect(bench.rings).toBe(0);
    expect(bench.alerts.soft).toHaveLength(1);
  });

  it('counts_among_the_messages_to_check_where_it_is_one', () => {
    bench.alerts.raised(alert('a', { kind: 'held', loud: false }));
    bench.alerts.raised(alert('b', { kind: 'contact', loud: false }));
    bench.alerts.raised(alert('c', { kind: 'flag', loud: false }));
    expect(bench.alerts.held).toBe(2);
    const before = bench.alerts.heldMoved;
    bench.alerts.gone('c');
    expect(bench.alerts.heldMoved).toBe(before);
    bench.alerts.gone('b');
    expect(bench.alerts.heldMoved).toBe(before + 1);
  });
});

describe('answering', () => {
  it('silences_it', async () => {
    bench.alerts.raised(alert('a'));
    expect(await bench.alerts.answer('a')).toBeNull();
    expect(bench.asked).toEqual(['a']);
    expect(bench.loud).toEqual([]);
    bench.time.pass(ringAgain);
    expect(bench.rings).toBe(1);
  });

  it('one_that_somebody_else_answered_is_no_failure', async () => {
    bench.alerts.raised(alert('a'));
    bench.answers = refused('conflict');
    expect(await bench.alerts.answer('a')).toBeNull();
    expect(bench.loud).toEqual([]);
  });

  it('that_did_not_arrive_leaves_it_ringing', async () => {
    bench.alerts.raised(alert('a'));
    bench.answers = refused('offline');
    expect((await bench.alerts.answer('a'))?.code).toBe('offline');
    expect(bench.loud).toEqual(['a']);
    bench.time.pass(ringAgain);
    expect(bench.rings).toBe(2);
  });
});

describe('a new connection', () => {
  it('drops_what_was_answered_meanwhile_and_stops_its_ringing', async () => {
    bench.alerts.raised(alert('a'));
    await bench.alerts.renew();
    expect(bench.loud).toEqual([]);
    bench.time.pass(10 * ringAgain);
    expect(bench.rings).toBe(1);
  });

  it('keeps_what_comes_and_goes_while_the_list_is_on_its_way', async () => {
    bench.listed = { ok: true, value: [alert('old'), alert('answered')] };
    bench.meanwhile = () => {
      bench.alerts.raised(alert('new'));
      bench.alerts.gone('answered');
    };
    await bench.alerts.renew();
    expect(bench.loud.sort()).toEqual(['new', 'old']);
  });

  it('forgets_nothing_when_the_list_cannot_be_had', async () => {
    bench.alerts.raised(alert('a'));
    bench.listed = refused('unavailable');
    await bench.alerts.renew();
    expect(bench.loud).toEqual(['a']);
  });
});
