//! The line: heartbeat, silence, backoff, and the rules of the close codes.

import { describe, expect, it } from 'vitest';
import { Bench } from './server.ts';

describe('the heartbeat', () => {
  it('pings_at_every_beat', () => {
    const bench = new Bench();
    bench.socket.welcome();
    for (const pings of [1, 2, 3]) {
      bench.time.pass(20_000);
      expect(bench.socket.all('ping')).toHaveLength(pings);
      bench.socket.say({ type: 'pong' });
    }
  });

  it('gives_a_silent_server_two_and_a_half_beats', () => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.time.pass(49_999);
    expect(bench.socket.hungUp).toBe(false);
    bench.time.pass(1);
    expect(bench.sockets[0]?.hungUp).toBe(true);
    expect(bench.lines.at(-1)).toEqual({ is: 'waiting' });
  });

  it('gives_up_on_a_socket_that_is_never_welcomed', () => {
    const bench = new Bench();
    bench.socket.ears.opened();
    bench.time.pass(10_000);
    expect(bench.sockets[0]?.hungUp).toBe(true);
  });

  it('checks_a_line_that_seems_alive_when_the_page_is_seen_again', () => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.client.connection.wake();
    expect(bench.socket.all('ping')).toHaveLength(1);
    bench.time.pass(5_000);
    expect(bench.sockets[0]?.hungUp).toBe(true);
  });
});

describe('coming back', () => {
  it('waits_twice_as_long_each_time_up_to_half_a_minute', () => {
    const bench = new Bench();
    for (const wait of [1, 2, 4, 8, 16, 30, 30]) {
      const dials = bench.sockets.length;
      bench.socket.ears.closed(1006);
      bench.time.pass(wait * 1_000 - 1);
      expect(bench.sockets).toHaveLength(dials);
      bench.time.pass(1);
      expect(bench.sockets).toHaveLength(dials + 1);
    }
  });

  it('spreads_the_waits_so_that_not_all_come_at_once', () => {
    const bench = new Bench({ random: 0 });
    bench.socket.ears.closed(1001);
    bench.time.pass(499);
    expect(bench.sockets).toHaveLength(1);
    bench.time.pass(1);
    expect(bench.sockets).toHaveLength(2);
  });

  it('begins_anew_after_a_welcome', () => {
    const bench = new Bench();
    bench.socket.ears.closed(1006);
    bench.time.pass(1_000);
    bench.socket.ears.closed(1006);
    bench.time.pass(2_000);
    bench.socket.welcome();
    bench.socket.ears.closed(1006);
    bench.time.pass(1_000);
    expect(bench.sockets).toHaveLength(4);
  });

  it('comes_back_at_once_when_the_network_does', () => {
    const bench = new Bench();
    bench.socket.ears.closed(1006);
    bench.client.connection.wake();
    expect(bench.sockets).toHaveLength(2);
    bench.time.pass(1_000);
    expect(bench.sockets).toHaveLength(2);
  });

  it('hears_nothing_more_of_a_socket_it_gave_up', () => {
    const bench = new Bench();
    const old = bench.socket;
    old.welcome();
    bench.reconnect();
    bench.socket.welcome();
    old.ears.closed(4401);
    old.message(1);
    expect(bench.client.connection.line).toEqual({ is: 'live' });
    expect(bench.seqs).toEqual([]);
  });
});

describe('close codes', () => {
  it.each([1000, 1001, 1006, 1011, 4000, 4002, 4008])('%i_comes_back_by_itself', (code) => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.socket.ears.closed(code);
    expect(bench.lines.at(-1)).toEqual({ is: 'waiting' });
    bench.time.pass(1_000);
    expect(bench.sockets).toHaveLength(2);
  });

  it.each([
    [4400, 'protocol'],
    [4401, 'signed_out'],
    [4403, 'forbidden'],
    [4409, 'replaced'],
    [4444, 'protocol'],
  ])('%i_stays_away', (code, why) => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.socket.ears.closed(code);
    expect(bench.lines.at(-1)).toEqual({ is: 'ended', why });
    bench.client.connection.wake();
    bench.time.pass(600_000);
    expect(bench.sockets).toHaveLength(1);
  });

  it('4029_stays_away_for_a_minute_whatever_happens', () => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.socket.ears.closed(4029);
    bench.client.connection.wake();
    bench.time.pass(59_999);
    expect(bench.sockets).toHaveLength(1);
    bench.time.pass(1);
    expect(bench.sockets).toHaveLength(2);
  });

  it('a_stopped_line_never_comes_back', () => {
    const bench = new Bench();
    bench.socket.welcome();
    bench.client.connection.stop();
    expect(bench.socket.hungUp).toBe(true);
    bench.client.connection.wake();
    bench.time.pass(600_000);
    expect(bench.sockets).toHaveLength(1);
  });
});
