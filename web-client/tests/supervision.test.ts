//! What supervisors decide on: the wallboard, held messages, lists by the page; and the frames that bring them.

import { describe, expect, it } from 'vitest';
import { LiveBoard } from '../src/desk/board/board.svelte.ts';
import { HeldQueue } from '../src/desk/held/held.svelte.ts';
import { pieces } from '../src/desk/held/marks.ts';
import { Paged } from '../src/desk/paged.svelte.ts';
import type { HeldMessage } from '../src/shared/care-types.ts';
import type { Answer, ProblemCode } from '../src/shared/http.ts';
import { decodeFrame } from '../src/shared/protocol/frames.ts';
import type { Page } from '../src/shared/wire.ts';

const refused = (code: ProblemCode): Answer<never> => ({
  ok: false,
  problem: { code, field: null, retryAfter: null, secondFactorRequired: false },
});

const board = {
  at: '2026-11-27T02:00:00Z',
  day_began_at: '2026-11-26T15:00:00Z',
  waiting: 1,
  oldest_waiting_seconds: 41,
  highest: {
    risk: 4,
    conversation: 'c',
    label: '7421',
    state: 'offered',
    waited_seconds: 41,
    counsellor: '하루',
  },
  on_duty: 1,
  available: 1,
  full: 0,
  on_break: 0,
  talking: 1,
  average_talk_seconds: null,
  abandoned_today: 0,
  returned_today: 0,
  closed_today: 2,
  counsellors: [
    {
      id: 'h',
      name: '하루',
      state: 'available',
      active: 1,
      capacity: 4,
      heavy: 2,
      break: 'offered',
      trust: 'first',
      oldest_talk_seconds: 60,
      highest_risk: 3,
      chats: [{ conversation: 'd', label: '5502', risk: 3, state: 'active', opened_at: null }],
    },
  ],
  line: [
    {
      conversation: 'c',
      label: '7421',
      language: 'ko',
      risk: 4,
      state: 'offered',
      waiting_since: '2026-11-27T01:59:19Z',
      counsellor: '하루',
    },
  ],
  held: 1,
  flags: 0,
  alerts: [],
};

function decoded(frame: object): ReturnType<typeof decodeFrame> {
  return decodeFrame(JSON.stringify(frame));
}

describe('frames of supervision', () => {
  it('bring_the_wallboard', () => {
    const frame = decoded({ type: 'wallboard', ref: 3, board });
    if (frame?.type !== 'wallboard') throw new Error('not a wallboard');
    expect(frame.ref).toBe(3);
    expect(frame.board.highest?.waitedSeconds).toBe(41);
    expect(frame.board.counsellors[0]?.chats[0]?.label).toBe('5502');
    expect(frame.board.line[0]?.counsellor).toBe('하루');
  });

  it('bring_an_alert_with_its_rule_in_both_languages_and_take_it_away', () => {
    const frame = decoded({
      type: 'alert',
      alert: 'a',
      kind: 'risk',
      loud: true,
      conversation: 'c',
      label: '7421',
      language: 'ko',
      risk: 4,
      reason: { ko: '말', en: 'words' },
      raised_at: '2026-11-27T02:00:00Z',
    });
    if (frame?.type !== 'alert') throw new Error('not an alert');
    expect(frame.alert).toMatchObject({ alert: 'a', reason: { en: 'words' } });
    expect(decoded({ type: 'alert_gone', alert: 'a', by: null })).toEqual({
      type: 'alert_gone',
      alert: 'a',
      by: null,
    });
  });

  it('say_nothing_of_breaks_where_the_server_keeps_none', () => {
    const frame = decoded({ type: 'desk', state: 'away', capacity: 2, active: 0, waiting: 0 });
    expect(frame).toMatchObject({ heavy: 0, break: 'none', breakUntil: null });
  });
});

describe('the wallboard', () => {
  const told: boolean[] = [];
  const live = new LiveBoard(
    (active) => {
      told.push(active);
      return true;
    },
    () => 5_000,
  );

  it('is_asked_for_once_by_several_pages_and_given_up_by_the_last', () => {
    const [first, second] = [live.watch(), live.watch()];
    first();
    first();
    expect(told).toEqual([true]);
    live.renew();
    expect(told).toEqual([true, true]);
    second();
    expect(told).toEqual([true, true, false]);
    live.renew();
    expect(told).toHaveLength(3);
  });

  it('counts_from_the_moment_it_came_and_changes_a_trust_in_place', () => {
    const frame = decoded({ type: 'wallboard', ref: null, board });
    if (frame?.type !== 'wallboard') throw new Error('not a wallboard');
    live.came(frame.board);
    expect(live.cameAt).toBe(5_000);
    live.trust('h', 'all');
    expect(live.board?.counsellors[0]?.trust).toBe('all');
  });
});

describe('held messages', () => {
  const held = (id: string, expiresAt: string | null, heldAt = '2026-11-27T02:00:00Z') =>
    ({
      id,
      conversation: 'c',
      channel: 'm',
      label: '5502',
      language: 'ko',
      author: { kind: 'counsellor', name: '이든' },
      account: 'e',
      reason: 'approval',
      found: [],
      body: '',
      heldAt,
      expiresAt,
    }) satisfies HeldMessage;

  const queue = (list: HeldMessage[], answer: Answer<null> = { ok: true, value: null }) =>
    new HeldQueue({
      fetch: () => Promise.resolve({ ok: true, value: list }),
      decide: () => Promise.resolve(answer),
    });

  it('stand_by_the_time_they_have_left', async () => {
    const all = queue([
      held('young', null, '2026-11-27T02:05:00Z'),
      held('old', null),
      held('late', '2026-11-27T02:09:00Z'),
      held('soon', '2026-11-27T02:01:00Z'),
    ]);
    await all.list.load();
    expect(all.list.value?.map(({ id }) => id)).toEqual(['soon', 'late', 'old', 'young']);
  });

  it('leave_when_decided_here_or_elsewhere', async () => {
    const mine = queue([held('a', null)]);
    await mine.list.load();
    expect(await mine.decide('a', { decision: 'release' })).toBeNull();
    expect(mine.list.value).toEqual([]);
    const theirs = queue([held('a', null)], refused('conflict'));
    await theirs.list.load();
    expect((await theirs.decide('a', { decision: 'release' }))?.code).toBe('conflict');
    expect(theirs.list.value).toEqual([]);
  });

  it('stay_when_the_decision_did_not_arrive', async () => {
    const all = queue([held('a', null)], refused('offline'));
    await all.list.load();
    await all.decide('a', { decision: 'return' });
    expect(all.list.value).toHaveLength(1);
    expect(all.deciding).toBeNull();
  });

  it('show_what_was_found_in_them', () => {
    const text = '제 번호는 010-1234-5678 이에요';
    expect(pieces(text, ['010-1234-5678'])).toEqual([
      { text: '제 번호는 ', found: false },
      { text: '010-1234-5678', found: true },
      { text: ' 이에요', found: false },
    ]);
    expect(pieces('aab', ['a', 'aa'])).toEqual([
      { text: 'aa', found: true },
      { text: 'b', found: false },
    ]);
    for (const found of [[], [''], ['없는 말'], ['제 번호는', '번호']]) {
      expect(
        pieces(text, found)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    }
  });
});

describe('a list by the page', () => {
  const pages: Record<string, Page<number>> = {
    first: { items: [1, 2], next: 'second' },
    second: { items: [3], next: null },
  };

  it('grows_to_its_end', async () => {
    const list = new Paged<number>((cursor) => {
      const value = pages[cursor ?? 'first'];
      return Promise.resolve(value === undefined ? refused('not_found') : { ok: true, value });
    });
    await list.list.load();
    expect(await list.more()).toBeNull();
    expect(list.list.value).toEqual({ items: [1, 2, 3], next: null });
    expect(await list.more()).toBeNull();
    list.drop((one) => one === 2);
    expect(list.list.value?.items).toEqual([1, 3]);
  });

  it('keeps_what_it_has_when_the_next_page_fails', async () => {
    const list = new Paged<number>((cursor) =>
      Promise.resolve(
        cursor === null ? { ok: true, value: { items: [1], next: 'x' } } : refused('unavailable'),
      ),
    );
    await list.list.load();
    expect((await list.more())?.code).toBe('unavailable');
    expect(list.list.value).toEqual({ items: [1], next: 'x' });
    expect(list.loading).toBe(false);
  });
});
