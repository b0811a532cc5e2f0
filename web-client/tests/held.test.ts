//! Lines that a person reads before they are passed on: where they stand, and what becomes of them.

import { describe, expect, it } from 'vitest';
import { written, type Pending } from '../src/shared/protocol/log.ts';
import { decodeFrame } from '../src/shared/protocol/frames.ts';
import type { Author, Message } from '../src/shared/types.ts';
import { compose } from '../src/shared/ui/items.ts';
import { at, Bench, channel, line, type Frame } from './server.ts';

const haru: Author = { kind: 'counsellor', name: '하루' };
const me: Author = { kind: 'visitor', name: null };

/** The server's word that the line sent last, or another one, is held. */
function hold(bench: Bench, more: object = {}): Frame {
  const { ref, id } = bench.socket.last('send');
  const frame = { type: 'held', ref, channel, id, reason: 'contact', at: at(1), expires_at: null };
  const full = { ...frame, ...more };
  bench.socket.say(full);
  return full;
}

const pending = (bench: Bench): readonly Pending[] => bench.client.log(channel)?.pending ?? [];
const bodies = (bench: Bench): string[] =>
  bench.client.log(channel)?.lines.map(({ body }) => body) ?? [];

function bench(): Bench {
  const made = new Bench();
  made.socket.welcome();
  return made;
}

describe('a held line', () => {
  it('stays_and_lets_the_next_one_go_out', () => {
    const one = bench();
    one.client.post(channel, 'call me');
    one.client.post(channel, 'or not');
    hold(one);
    expect(pending(one)[0]).toMatchObject({ held: { reason: 'contact', expiresAt: null } });
    expect(one.socket.last('send')).toMatchObject({ body: 'or not' });
    one.socket.store(1);
    expect(bodies(one)).toEqual(['or not']);
    expect(one.pending).toEqual(['call me']);
  });

  it('is_replaced_once_by_the_line_that_was_passed_on', () => {
    for (const outcome of ['released', 'edited'] as const) {
      const one = bench();
      const id = one.client.post(channel, 'call me');
      hold(one);
      one.socket.say({ type: 'held_done', channel, id, outcome, note: null });
      expect(one.pending).toEqual(['call me']);
      const body = outcome === 'edited' ? 'write to me here' : 'call me';
      const passed = { type: 'message', ...line(1, body, id), author: me };
      one.socket.say(passed);
      one.socket.say(passed);
      expect(one.pending).toEqual([]);
      expect(bodies(one)).toEqual([body]);
      expect(one.client.log(channel)?.edited.has(id)).toBe(outcome === 'edited');
    }
  });

  it('is_replaced_also_where_the_line_comes_before_the_word_of_it', () => {
    const one = bench();
    const id = one.client.post(channel, 'call me');
    hold(one);
    one.socket.message(1, 'call me', id);
    one.socket.say({ type: 'held_done', channel, id, outcome: 'released', note: null });
    expect(one.pending).toEqual([]);
    expect(one.seqs).toEqual([1]);
  });

  it('goes_back_into_the_box_when_it_was_returned', () => {
    const one = bench();
    const id = one.client.post(channel, 'call me');
    hold(one);
    one.socket.say({ type: 'held_done', channel, id, outcome: 'returned', note: 'stay here' });
    expect(pending(one)[0]).toMatchObject({ held: null, refused: 'returned', note: 'stay here' });
    expect(one.client.takeBack(channel, id)).toBe('call me');
    expect(one.pending).toEqual([]);
  });

  it('cannot_be_taken_back_while_a_person_reads_it', () => {
    const one = bench();
    const id = one.client.post(channel, 'call me');
    hold(one);
    expect(one.client.takeBack(channel, id)).toBeNull();
    expect(one.pending).toEqual(['call me']);
  });

  it('shows_after_a_reload_with_its_text_and_is_not_sent_again', () => {
    const one = bench();
    const frame = { type: 'held', channel, id: 'old', reason: 'contact', body: 'call me' };
    one.socket.say({ ...frame, at: at(1), expires_at: null });
    one.socket.say({ ...frame, at: at(1), expires_at: null });
    expect(one.pending).toEqual(['call me']);
    expect(one.socket.all('send')).toEqual([]);
  });

  it('does_not_come_twice_where_it_was_passed_on_already', () => {
    const one = bench();
    one.socket.message(1, 'call me', 'old');
    const frame = { type: 'held', channel, id: 'old', reason: 'contact', body: 'call me' };
    one.socket.say({ ...frame, at: at(1), expires_at: null });
    expect(one.pending).toEqual([]);
  });

  it('is_not_sent_again_after_a_cut_and_is_held_still_where_the_server_says_so', () => {
    const one = bench();
    one.client.post(channel, 'call me');
    const frame = hold(one);
    one.reconnect();
    one.socket.welcome();
    one.socket.say({ ...frame, ref: null, body: 'call me' });
    one.socket.say({ type: 'caught_up', channel, seq: 0 });
    expect(one.socket.all('send')).toEqual([]);
    expect(pending(one)[0]).toMatchObject({ held: { reason: 'contact' }, refused: null });
  });

  it('was_returned_where_the_server_knows_nothing_of_it_after_a_cut', () => {
    const one = bench();
    one.client.post(channel, 'call me');
    hold(one);
    one.reconnect();
    one.socket.welcome();
    one.socket.say({ type: 'caught_up', channel, seq: 0 });
    expect(pending(one)[0]).toMatchObject({ held: null, refused: 'returned' });
  });

  it('was_passed_on_where_the_replay_has_it', () => {
    const one = bench();
    const id = one.client.post(channel, 'call me');
    hold(one);
    one.reconnect();
    one.socket.welcome(1);
    one.socket.message(1, 'call me', id);
    one.socket.say({ type: 'caught_up', channel, seq: 1 });
    expect(one.pending).toEqual([]);
    expect(one.seqs).toEqual([1]);
  });

  it('lets_the_line_behind_it_go_where_a_second_try_is_answered_as_returned', () => {
    const one = bench();
    const id = one.client.post(channel, 'call me');
    one.client.post(channel, 'or not');
    one.socket.say({ type: 'held_done', channel, id, outcome: 'returned', note: null });
    expect(one.socket.last('send')).toMatchObject({ body: 'or not' });
  });
});

describe('a line of the others that is held', () => {
  const withheld = { type: 'withheld', channel, id: 'w', author: haru, at: at(1) };

  it('is_known_until_it_comes', () => {
    const one = bench();
    one.socket.say(withheld);
    one.socket.say(withheld);
    expect(one.client.log(channel)?.withheld).toEqual([{ id: 'w', author: haru, at: at(1) }]);
    one.socket.message(1, 'here I am', 'w');
    expect(one.client.log(channel)?.withheld).toEqual([]);
    one.socket.say(withheld);
    expect(one.client.log(channel)?.withheld).toEqual([]);
  });

  it('is_no_news_once_its_author_goes_on_or_the_line_was_cut', () => {
    const one = bench();
    one.socket.say(withheld);
    one.socket.say({ type: 'message', ...line(1), author: me });
    expect(one.client.log(channel)?.withheld).toHaveLength(1);
    one.socket.message(2);
    expect(one.client.log(channel)?.withheld).toEqual([]);
    one.socket.say({ ...withheld, id: 'x' });
    one.reconnect();
    one.socket.welcome(2);
    expect(one.client.log(channel)?.withheld).toEqual([]);
  });

  it('is_remembered_for_a_bounded_number', () => {
    const one = bench();
    for (let n = 0; n < 100; n += 1) one.socket.say({ ...withheld, id: `w${n}` });
    expect(one.client.log(channel)?.withheld).toHaveLength(20);
  });
});

describe('bubbles', () => {
  const said = (seq: number, author: Author): Message => ({
    channel: 'main',
    seq,
    id: `id-${seq}`,
    author,
    body: `line ${seq}`,
    at: at(seq * 10),
  });
  const held = { ...written('h', 'call me', at(15)), held: { reason: 'contact', expiresAt: null } };
  const show = (lines: Message[], waiting: Pending[], liveFrom = 1): [string, boolean][] =>
    compose([{ channel: 'main', lines, pending: waiting, liveFrom, readTo: 0 }], me).map(
      ({ id, live }) => [id, live],
    );

  it('that_are_held_stand_where_they_were_written_and_what_is_on_its_way_comes_last', () => {
    const lines = [said(1, me), said(2, haru)];
    const onItsWay = written('p', 'next', at(1));
    const one: Pending = { ...held, held: { reason: 'contact', expiresAt: null } };
    expect(show(lines, [one, onItsWay]).map(([id]) => id)).toEqual(['id-1', 'h', 'id-2', 'p']);
    const returned: Pending = { ...one, held: null, refused: 'returned' };
    expect(show(lines, [returned, onItsWay]).map(([id]) => id)).toEqual(['id-1', 'h', 'id-2', 'p']);
  });

  it('that_are_held_above_history_are_history', () => {
    const one: Pending = { ...held, held: { reason: 'contact', expiresAt: null } };
    expect(show([said(1, me), said(2, haru)], [one], 3)).toEqual([
      ['id-1', false],
      ['h', false],
      ['id-2', false],
    ]);
    expect(show([said(1, me)], [one], 2).at(-1)).toEqual(['h', true]);
  });
});

describe('frames', () => {
  it('of_held_lines_and_helplines_are_read', () => {
    const held = { type: 'held', ref: 4, channel, id: 'a', reason: 'contact', at: at(1) };
    expect(decodeFrame(JSON.stringify({ ...held, expires_at: null }))).toEqual({
      ...held,
      expiresAt: null,
      body: null,
    });
    expect(() => decodeFrame(JSON.stringify({ ...held, reason: 'whim' }))).toThrow('frame.reason');
    const done = { type: 'held_done', channel, id: 'a', outcome: 'edited', note: 'softer' };
    expect(decodeFrame(JSON.stringify(done))).toEqual(done);
    const withheld = { type: 'withheld', channel, id: 'a', author: haru, at: at(1) };
    expect(decodeFrame(JSON.stringify(withheld))).toEqual(withheld);
    const helplines = [{ name: '긴급', number: '112' }];
    const news = { type: 'conversation', conversation: 'c', state: 'active', channels: [] };
    expect(decodeFrame(JSON.stringify({ ...news, helplines }))).toMatchObject({ helplines });
    expect(decodeFrame(JSON.stringify(news))).toMatchObject({ helplines: [] });
  });
});
