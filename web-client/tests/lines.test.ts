//! How lines become bubbles: groups, marks, days; and the words for coming back.

import { describe, expect, it } from 'vitest';
import { written, type Pending } from '../src/shared/protocol/log.ts';
import { newId } from '../src/shared/ids.ts';
import type { Author, Message } from '../src/shared/types.ts';
import { compose, type Item } from '../src/shared/ui/items.ts';
import { sameWords, tidyWords } from '../src/visitor/same-words.ts';
import { at } from './server.ts';

const me: Author = { kind: 'visitor', name: null };
const haru: Author = { kind: 'counsellor', name: '하루' };

const said = (seq: number, author: Author, when = at(seq)): Message => ({
  channel: 'main',
  seq,
  id: `id-${seq}`,
  author,
  body: `line ${seq}`,
  at: when,
});

function show(
  lines: Message[],
  { pending = [] as Pending[], liveFrom = 1, readTo = 0 } = {},
): Item[] {
  return compose([{ channel: 'main', lines, pending, liveFrom, readTo }], me);
}

describe('bubbles', () => {
  it('form_runs_by_author', () => {
    const items = show([said(1, me), said(2, me), said(3, haru), said(4, me)]);
    expect(items.map(({ starts, ends }) => [starts, ends])).toEqual([
      [true, false],
      [false, true],
      [true, true],
      [true, true],
    ]);
    expect(items.map(({ mine }) => mine)).toEqual([true, true, false, true]);
  });

  it('tell_two_people_of_the_staff_apart', () => {
    const items = show([said(1, haru), said(2, { kind: 'counsellor', name: '민' })]);
    expect(items.map(({ starts }) => starts)).toEqual([true, true]);
  });

  it('carry_the_day_where_it_changes', () => {
    const items = show([
      said(1, me, '2026-01-01T12:00:00Z'),
      said(2, me, '2026-01-01T12:01:00Z'),
      said(3, me, '2026-01-03T12:00:00Z'),
    ]);
    expect(items.map(({ newDay }) => newDay)).toEqual([true, false, true]);
  });

  it('are_read_up_to_the_mark_and_then_stored_sending_or_refused', () => {
    const pending = [
      written('p1', 'x', at(9)),
      { ...written('p2', 'y', at(9)), refused: 'too_long' },
    ];
    const items = show([said(1, me), said(2, me)], { pending, readTo: 1 });
    expect(items.map(({ mark }) => mark)).toEqual(['read', 'stored', 'sending', 'refused']);
  });

  it('are_read_aloud_only_when_they_are_new', () => {
    const items = show([said(1, haru), said(2, haru)], { liveFrom: 2 });
    expect(items.map(({ live }) => live)).toEqual([false, true]);
  });

  it('of_two_channels_merge_by_time_and_keep_each_channel_in_its_order', () => {
    const staff = [
      { ...said(1, haru, at(2)), channel: 'staff', id: 's1' },
      { ...said(2, haru, at(1)), channel: 'staff', id: 's2' },
    ];
    const items = compose(
      [
        { channel: 'main', lines: [said(1, me), said(3, me)], pending: [], liveFrom: 1, readTo: 0 },
        { channel: 'staff', lines: staff, pending: [], liveFrom: 1, readTo: 0 },
      ],
      me,
    );
    expect(items.map(({ id }) => id)).toEqual(['id-1', 's1', 's2', 'id-3']);
  });
});

describe('the words for coming back', () => {
  it('are_the_same_however_they_are_spaced_or_capitalised', () => {
    expect(sameWords('  Apple  river\nSNOW ', 'apple river snow')).toBe(true);
    expect(sameWords('사과, 강, 눈', '사과 강 눈')).toBe(true);
  });

  it('are_the_same_however_the_syllables_are_stored', () => {
    expect(sameWords('사과 강'.normalize('NFD'), '사과 강')).toBe(true);
    expect(tidyWords('사과'.normalize('NFD'))).toBe('사과');
  });

  it('are_others_in_another_order_or_with_one_missing', () => {
    expect(sameWords('river apple', 'apple river')).toBe(false);
    expect(sameWords('apple', 'apple river')).toBe(false);
    expect(sameWords('', 'apple')).toBe(false);
  });
});

describe('ids', () => {
  it('are_random_uuids', () => {
    const ids = Array.from({ length: 50 }, newId);
    for (const id of ids) {
      expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
    expect(new Set(ids).size).toBe(50);
  });
});
