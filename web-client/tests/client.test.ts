//! The chat client: order, gaps, what is on its way across a cut, and what is refused.

import { describe, expect, it } from 'vitest';
import { Bench, channel, conversation, line } from './server.ts';

describe('hello', () => {
  it('carries_the_token_and_nothing_to_resume_at_first', () => {
    const { socket } = new Bench();
    socket.ears.opened();
    expect(socket.got).toEqual([
      { type: 'hello', ref: 1, protocol: 1, token: 'secret', resume: [] },
    ]);
  });

  it('leaves_the_token_out_for_staff', () => {
    const { socket } = new Bench({ token: null });
    socket.ears.opened();
    expect(socket.last('hello')).not.toHaveProperty('token');
  });

  it('asks_after_a_cut_for_everything_behind_the_last_line_it_has', () => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.socket.message(1);
    bench.socket.message(2);
    bench.reconnect();
    bench.socket.ears.opened();
    expect(bench.socket.last('hello')['resume']).toEqual([{ channel, after: 2 }]);
  });
});

describe('the log', () => {
  it('shows_lines_in_order_and_each_once', () => {
    const bench = new Bench();
    bench.socket.welcome();
    for (const seq of [1, 2, 2, 1, 3]) bench.socket.message(seq);
    expect(bench.seqs).toEqual([1, 2, 3]);
  });

  it('drops_the_line_at_a_gap_and_fetches_what_is_missing', () => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.socket.message(1);
    bench.socket.message(3);
    expect(bench.socket.hungUp).toBe(true);
    expect(bench.seqs).toEqual([1]);
    bench.time.pass(1_000);
    bench.socket.welcome(3);
    expect(bench.socket.last('hello')['resume']).toEqual([{ channel, after: 1 }]);
    bench.socket.message(2);
    bench.socket.message(3);
    expect(bench.seqs).toEqual([1, 2, 3]);
  });

  it('takes_a_line_that_cannot_be_read_as_a_gap', () => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.socket.say({ type: 'message', ...line(1), author: 'nobody' });
    expect(bench.seqs).toEqual([]);
    bench.socket.message(2);
    expect(bench.socket.hungUp).toBe(true);
  });

  it('fetches_the_latest_page_once_it_is_a_member_and_earlier_ones_when_asked', () => {
    const bench = new Bench();
    bench.socket.welcome(70);
    expect(bench.socket.last('history')).toMatchObject({ before: 71, limit: 50 });
    const page = (from: number, to: number): unknown[] =>
      Array.from({ length: to - from + 1 }, (_, index) => line(from + index));
    bench.socket.say({ type: 'history', ref: 2, channel, messages: page(21, 70), more: true });
    expect(bench.seqs.at(0)).toBe(21);
    bench.client.earlier(channel);
    bench.client.earlier(channel);
    expect(bench.socket.all('history')).toHaveLength(2);
    expect(bench.socket.last('history')).toMatchObject({ before: 21 });
    bench.socket.say({ type: 'history', ref: 3, channel, messages: page(1, 20), more: false });
    expect(bench.seqs).toEqual(Array.from({ length: 70 }, (_, index) => index + 1));
    bench.client.earlier(channel);
    expect(bench.socket.all('history')).toHaveLength(2);
  });

  it('refuses_a_page_of_history_that_would_leave_a_hole', () => {
    const bench = new Bench();
    bench.socket.welcome(10);
    bench.socket.say({ type: 'history', channel, messages: [line(7), line(8)], more: true });
    expect(bench.seqs).toEqual([]);
  });

  it('asks_again_for_a_page_that_was_cut_off', () => {
    const bench = new Bench();
    bench.socket.welcome(5);
    bench.reconnect();
    bench.socket.welcome(5);
    expect(bench.socket.all('history')).toHaveLength(1);
  });

  it('knows_how_far_the_other_side_has_read_and_never_goes_back', () => {
    const bench = new Bench();
    bench.socket.welcome(4);
    for (const seq of [3, 1]) {
      bench.socket.say({ type: 'read', channel, author: { kind: 'supervisor', name: 'A' }, seq });
    }
    expect(bench.client.log(channel)?.readBy).toEqual({ visitor: 0, staff: 3 });
  });

  it('tells_its_own_reading_once', () => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.socket.message(1);
    bench.client.read(channel);
    bench.client.read(channel);
    expect(bench.socket.all('read')).toEqual([{ type: 'read', channel, seq: 1 }]);
  });
});

describe('sending', () => {
  it('sends_one_line_at_a_time_and_keeps_their_order', () => {
    const bench = new Bench();
    bench.socket.welcome();
    for (const body of ['a', 'b', 'c']) bench.client.post(channel, body);
    expect(bench.socket.all('send').map(({ body }) => body)).toEqual(['a']);
    bench.socket.store(1);
    bench.socket.store(2);
    expect(bench.socket.all('send').map(({ body }) => body)).toEqual(['a', 'b', 'c']);
    bench.socket.store(3);
    expect(bench.client.log(channel)?.lines.map(({ body }) => body)).toEqual(['a', 'b', 'c']);
    expect(bench.pending).toEqual([]);
  });

  it('sends_what_was_on_its_way_again_under_the_same_id', () => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.client.post(channel, 'a');
    const { id } = bench.socket.last('send');
    bench.reconnect();
    bench.socket.welcome();
    expect(bench.socket.all('send')).toEqual([]);
    bench.socket.say({ type: 'caught_up', channel, seq: 0 });
    expect(bench.socket.last('send')).toMatchObject({ id, body: 'a' });
    bench.socket.store(1);
    expect(bench.seqs).toEqual([1]);
  });

  it('does_not_send_again_what_the_replay_shows_as_stored', () => {
    const bench = new Bench();
    bench.socket.welcome();
    const id = bench.client.post(channel, 'a');
    bench.reconnect();
    bench.socket.welcome(1);
    bench.socket.message(1, 'a', id);
    bench.socket.say({ type: 'caught_up', channel, seq: 1 });
    expect(bench.socket.all('send')).toEqual([]);
    expect(bench.seqs).toEqual([1]);
    expect(bench.pending).toEqual([]);
  });

  it('keeps_what_is_written_without_a_connection_until_there_is_one', () => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.socket.ears.closed(1006);
    bench.client.post(channel, 'a');
    bench.client.post(channel, 'b');
    expect(bench.pending).toEqual(['a', 'b']);
    bench.time.pass(30_000);
    bench.socket.welcome();
    bench.socket.say({ type: 'caught_up', channel, seq: 0 });
    bench.socket.store(1);
    bench.socket.store(2);
    expect(bench.seqs).toEqual([1, 2]);
  });

  it('takes_the_repeated_answer_to_a_repeated_send_for_what_it_is', () => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.client.post(channel, 'a');
    bench.socket.store(1);
    bench.socket.store(1);
    expect(bench.seqs).toEqual([1]);
    expect(bench.socket.hungUp).toBe(false);
  });

  it('tries_again_later_when_told_to_slow_down', () => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.client.post(channel, 'a');
    const { ref, id } = bench.socket.last('send');
    bench.socket.say({ type: 'error', ref, code: 'slow_down', channel, detail: '', retry: true });
    expect(bench.socket.all('send')).toHaveLength(1);
    bench.time.pass(2_500);
    expect(bench.socket.all('send')).toHaveLength(2);
    expect(bench.socket.last('send')).toMatchObject({ id });
  });

  it('marks_a_line_that_is_refused_and_goes_on_with_the_next', () => {
    const bench = new Bench();
    bench.socket.welcome();
    const id = bench.client.post(channel, 'x'.repeat(5_000));
    bench.client.post(channel, 'b');
    const { ref } = bench.socket.last('send');
    bench.socket.say({ type: 'error', ref, code: 'too_long', channel, detail: '', retry: false });
    expect(bench.client.log(channel)?.pending[0]?.refused).toBe('too_long');
    expect(bench.socket.last('send')).toMatchObject({ body: 'b' });
    expect(bench.client.takeBack(channel, id)).toBe('x'.repeat(5_000));
    expect(bench.pending).toEqual(['b']);
  });

  it('takes_back_nothing_that_may_already_be_stored', () => {
    const bench = new Bench();
    bench.socket.welcome();
    const id = bench.client.post(channel, 'a');
    expect(bench.client.takeBack(channel, id)).toBeNull();
    expect(bench.pending).toEqual(['a']);
  });
});

describe('news', () => {
  it('hands_on_what_is_not_a_line', () => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.socket.say({
      type: 'conversation',
      conversation,
      state: 'active',
      counsellor: { name: '하루' },
      channels: [],
    });
    expect(bench.news.map(({ type }) => type)).toEqual(['welcome', 'conversation']);
  });

  it('ignores_frames_of_a_newer_server', () => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.socket.say({ type: 'weather', sunny: true });
    bench.socket.message(1);
    expect(bench.seqs).toEqual([1]);
  });
});
