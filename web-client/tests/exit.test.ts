//! Shift three times, and what the exit does: everything, whatever fails.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { leave, patience, ShiftCounter } from '../src/visitor/exit.ts';

const press = (counter: ShiftCounter, now: number, repeats = 0): number | null => {
  counter.keydown('Shift', false);
  for (let i = 0; i < repeats; i += 1) counter.keydown('Shift', true);
  return counter.keyup('Shift', now);
};

describe('shift', () => {
  it('counts_three_presses_alone', () => {
    const counter = new ShiftCounter();
    expect([0, 1_000, 2_000].map((now) => press(counter, now))).toEqual([1, 2, 3]);
  });

  it('allows_five_seconds_between_two_presses_and_not_more', () => {
    const counter = new ShiftCounter();
    expect([0, patience, 2 * patience].map((now) => press(counter, now))).toEqual([1, 2, 3]);
    const slow = new ShiftCounter();
    expect([0, patience + 1].map((now) => press(slow, now))).toEqual([1, 1]);
    expect(patience).toBe(5_000);
  });

  it('starts_anew_after_another_key', () => {
    const counter = new ShiftCounter();
    press(counter, 0);
    press(counter, 1);
    counter.keydown('a', false);
    expect(counter.keyup('a', 2)).toBeNull();
    expect(press(counter, 3)).toBe(1);
  });

  it('does_not_count_when_it_was_held_for_another_key', () => {
    const counter = new ShiftCounter();
    counter.keydown('Shift', false);
    counter.keydown('ㅃ', false);
    expect(counter.keyup('ㅃ', 0)).toBeNull();
    expect(counter.keyup('Shift', 1)).toBeNull();
  });

  it('does_not_count_with_another_modifier', () => {
    const counter = new ShiftCounter();
    press(counter, 0);
    counter.keydown('Shift', false, true);
    expect(counter.keyup('Shift', 1)).toBeNull();
    expect(press(counter, 2)).toBe(1);
  });

  it('counts_a_key_that_is_held_down_once', () => {
    const counter = new ShiftCounter();
    expect(press(counter, 0, 30)).toBe(1);
    expect(press(counter, 1, 30)).toBe(2);
  });

  it('does_not_count_a_release_without_a_press', () => {
    expect(new ShiftCounter().keyup('Shift', 0)).toBeNull();
  });
});

describe('leaving', () => {
  const replace = vi.fn();
  const clear = vi.fn();
  const append = vi.fn();
  const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
  const abandon = vi.fn();
  const body = { hidden: false, inert: false, setAttribute: vi.fn() };

  beforeEach(() => {
    vi.clearAllMocks();
    body.hidden = false;
    fetched.mockRejectedValue(new Error('offline'));
    vi.stubGlobal('document', {
      body,
      documentElement: { append },
      createElement: () => ({ className: '' }),
    });
    vi.stubGlobal('location', { replace });
    vi.stubGlobal('sessionStorage', { clear });
    vi.stubGlobal('fetch', fetched);
  });
  afterEach(() => vi.unstubAllGlobals());

  const go = (token: () => string | null = () => 'secret'): void =>
    leave({ abandon, token }, 'https://away.example/');

  it('covers_hangs_up_tells_the_server_clears_and_goes', () => {
    go();
    expect(append).toHaveBeenCalledOnce();
    expect(body.hidden).toBe(true);
    expect(body.inert).toBe(true);
    expect(abandon).toHaveBeenCalledOnce();
    const [url, init] = fetched.mock.calls[0] ?? [];
    expect(url).toBe('/api/v1/visits/leave');
    expect(init).toMatchObject({
      method: 'POST',
      keepalive: true,
      credentials: 'omit',
      headers: { Authorization: 'Bearer secret' },
    });
    expect(clear).toHaveBeenCalledOnce();
    expect(replace).toHaveBeenCalledExactlyOnceWith('https://away.example/');
  });

  it('covers_the_page_before_anything_else', () => {
    go();
    const order = [append, abandon, fetched, clear, replace].map(
      (one) => one.mock.invocationCallOrder[0] ?? 0,
    );
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('tells_the_server_nothing_where_there_was_no_visit', () => {
    go(() => null);
    expect(fetched).not.toHaveBeenCalled();
    expect(replace).toHaveBeenCalledOnce();
  });

  it('goes_whatever_fails', () => {
    const fail = (): never => {
      throw new Error('no');
    };
    append.mockImplementationOnce(fail);
    abandon.mockImplementationOnce(fail);
    clear.mockImplementationOnce(fail);
    fetched.mockImplementationOnce(fail);
    go();
    expect(replace).toHaveBeenCalledOnce();
    go(fail);
    expect(replace).toHaveBeenCalledTimes(2);
  });
});
