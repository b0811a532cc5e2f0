//! The one visit of the page: what it keeps, what it gives up, and what she is offered.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answerSurvey, eraseAll, leaveForLater } from '../src/visitor/after.ts';
import { problemText } from '../src/visitor/problems.ts';
import { visit } from '../src/visitor/visit.svelte.ts';
import { at, channel, conversation } from './server.ts';

/** A socket that does what the test says. */
class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readonly readyState = FakeSocket.OPEN;
  readonly got: Record<string, unknown>[] = [];
  closed = false;

  constructor() {
    super();
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.got.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
  }

  say(frame: object): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }));
  }

  welcome(more: object = {}): void {
    this.dispatchEvent(new Event('open'));
    this.say({
      type: 'welcome',
      ref: 1,
      protocol: 1,
      heartbeat_seconds: 20,
      you: { kind: 'visitor', name: null },
      conversations: [{ ...view, ...more }],
    });
  }

  /** The server closes it with a code. */
  cut(code: number): void {
    const event = new Event('close');
    Object.assign(event, { code });
    this.dispatchEvent(event);
  }

  static get last(): FakeSocket {
    const socket = FakeSocket.all.at(-1);
    if (socket === undefined) throw new Error('nothing was dialled');
    return socket;
  }
}

const view = {
  conversation,
  state: 'waiting',
  position: 1,
  estimated_wait_seconds: 60,
  channels: [{ channel, kind: 'main', last_seq: 0, read_seq: 0 }],
};
const begun = { conversation, channel, token: 't', return_code: 'a b c d e f', duress_word: 'g' };
const status = { open: true, waiting: 0, estimated_wait_seconds: 60, on_duty: 2 };

/** What the server answers, by path; a function may do something first. */
let answers: Record<string, () => [number, object?]> = {};
let calls: { path: string; body: unknown; token: string | null }[] = [];
const kept = new Map<string, string>();

beforeEach(() => {
  FakeSocket.all = [];
  calls = [];
  kept.clear();
  answers = {
    '/status': () => [200, status],
    '/visits': () => [201, begun],
    '/visits/return': () => [200, { conversation, channel, token: 'back', counsellor: null }],
  };
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('location', { href: 'http://here.example/', search: '', hash: '', pathname: '/' });
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }));
  vi.stubGlobal('addEventListener', () => {});
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  vi.stubGlobal('fetch', async (url: string, { body, headers }: RequestInit) => {
    const path = url.replace('/api/v1', '');
    calls.push({
      path,
      body: typeof body === 'string' ? JSON.parse(body) : null,
      token: new Headers(headers).get('Authorization'),
    });
    const [code, json] = answers[path]?.() ?? [404, { code: 'not_found' }];
    return new Response(code === 204 ? null : JSON.stringify(json ?? {}), { status: code });
  });
});

afterEach(() => {
  visit.show({ at: 'before' });
  vi.unstubAllGlobals();
});

async function talk(more: object = {}): Promise<void> {
  await visit.askStatus();
  await visit.start();
  FakeSocket.last.welcome(more);
}

describe('beginning', () => {
  it('keeps_the_token_and_knows_her_words_and_the_word_for_the_empty_page', async () => {
    await talk();
    expect([...kept]).toEqual([['token', 't']]);
    expect(visit.returnCode).toBe('a b c d e f');
    expect(visit.duressWord).toBe('g');
    expect(visit.moment).toEqual({ at: 'talking' });
  });

  it('does_not_lose_what_she_wrote_after_the_button', async () => {
    visit.draft = 'hello';
    answers['/visits'] = () => {
      visit.draft = 'hello, and this';
      return [201, begun];
    };
    await talk();
    expect(calls.find(({ path }) => path === '/visits')?.body).toMatchObject({
      first_message: 'hello',
    });
    expect(visit.draft).toBe(', and this');
    visit.draft = '';
  });
});

describe('a button that is pressed twice on a slow network', () => {
  it('begins_one_visit_because_it_is_gone_before_the_line_is_there', async () => {
    visit.draft = 'hello';
    await visit.start();
    expect(visit.moment).toEqual({ at: 'resuming' });
    await visit.start();
    expect(calls.filter(({ path }) => path === '/visits')).toHaveLength(1);
    FakeSocket.last.welcome();
    expect(visit.moment).toEqual({ at: 'talking' });
  });

  it('comes_back_once', async () => {
    visit.show({ at: 'return' });
    await visit.comeBack('a b c d e f');
    expect(visit.moment).toEqual({ at: 'resuming' });
  });
});

describe('what was not sent', () => {
  const lines = { type: 'caught_up', channel, seq: 0 };

  it('is_in_her_box_when_the_talk_goes_on_under_another_token', async () => {
    await talk();
    const { last } = FakeSocket;
    last.say(lines);
    visit.draft = 'one';
    visit.send();
    const { ref, id } = last.got.at(-1) ?? {};
    last.say({ type: 'stored', ref, channel, id, seq: 1, at: at(1) });
    // One that a person reads is with the server; the others are with nobody.
    const held = { type: 'held', channel, id: 'h', reason: 'contact', at: at(2), expires_at: null };
    last.say({ ...held, body: 'held' });
    for (const text of ['two', 'three']) {
      visit.draft = text;
      visit.send();
    }
    visit.draft = 'fo';
    // Too long without a network: her token has died meanwhile.
    last.cut(1006);
    await vi.waitFor(() => expect(FakeSocket.last).not.toBe(last), { timeout: 10_000 });
    FakeSocket.last.cut(4401);
    expect(visit.moment).toEqual({ at: 'gone', why: 'signed_out' });
    expect(visit.returnCode).toBe('a b c d e f');
    await visit.comeBack(visit.returnCode ?? '');
    FakeSocket.last.welcome();
    expect(visit.draft).toBe('two\nthree\nfo');
    expect(visit.said.pending).toEqual([]);
    visit.draft = '';
  });

  it('is_in_her_box_when_she_takes_it_back_from_another_window', async () => {
    await talk();
    FakeSocket.last.say(lines);
    visit.draft = 'one';
    visit.send();
    FakeSocket.last.cut(4409);
    visit.here();
    expect(visit.moment).toEqual({ at: 'resuming' });
    FakeSocket.last.welcome();
    expect(visit.draft).toBe('one');
    visit.draft = '';
  });
});

describe('a window that is shut while it is open', () => {
  it('gives_nobody_her_words_since_she_is_elsewhere', async () => {
    await talk();
    visit.draft = 'on its way';
    visit.send();
    visit.draft = 'secret';
    FakeSocket.last.cut(4401);
    expect(visit.moment).toEqual({ at: 'gone', why: 'signed_out' });
    expect([visit.returnCode, visit.duressWord, visit.draft]).toEqual([null, null, '']);
    // Whoever sits down there begins a talk of her own.
    visit.show({ at: 'before' });
    await talk();
    expect([visit.draft, visit.said.pending]).toEqual(['', []]);
  });
});

describe('a talk that has ended', () => {
  it('does_not_throw_her_back_from_the_page_for_her_words', async () => {
    await talk({ state: 'closed', position: null });
    const { last } = FakeSocket;
    visit.show({ at: 'return' });
    expect(last.closed).toBe(true);
    last.welcome({ state: 'closed', position: null });
    expect(visit.moment).toEqual({ at: 'return' });
  });

  it('says_why_it_cannot_go_on', async () => {
    await talk({ state: 'closed', position: null });
    answers['/visits/return'] = () => [503, { code: 'unavailable' }];
    await visit.comeBack('a b c d e f');
    expect(visit.problem).toMatchObject({ code: 'unavailable' });
    expect(visit.moment).toEqual({ at: 'talking' });
    expect(visit.state).toBe('closed');
  });
});

describe('coming back', () => {
  it('knows_who_was_there_before_and_whether_she_is_now', async () => {
    const counsellor = { name: '하루', on_duty: false };
    answers['/visits/return'] = () => [200, { conversation, channel, token: 'back', counsellor }];
    await visit.comeBack('a b c d e f');
    FakeSocket.last.welcome();
    expect(visit.former).toEqual({ name: '하루', onDuty: false });
    expect(visit.mayLeaveLetter).toBe(true);
    expect(visit.codeKnown).toBe(true);
  });

  it('with_the_word_for_the_empty_page_keeps_nothing_dials_nothing_and_knows_nothing', async () => {
    await talk();
    const before = FakeSocket.all.length;
    visit.draft = 'secret';
    visit.nickname = 'name';
    answers['/visits/return'] = () => [
      200,
      { conversation, channel, token: 'nothing', counsellor: null, harmless: true },
    ];
    visit.enteredCode = 'a b c d e g';
    await visit.comeBack(visit.enteredCode);
    expect(visit.moment).toEqual({ at: 'harmless' });
    expect(kept.size).toBe(0);
    expect(visit.currentToken()).toBeNull();
    expect(FakeSocket.all).toHaveLength(before);
    expect(FakeSocket.last.closed).toBe(true);
    expect([visit.returnCode, visit.duressWord]).toEqual([null, null]);
    expect([visit.draft, visit.nickname, visit.enteredCode]).toEqual(['', '', '']);
    expect(visit.said.lines).toEqual([]);
  });

  it('when_it_is_not_possible_now_says_so_without_a_number_of_seconds', () => {
    const problem = { code: 'slow_down', field: null, secondFactorRequired: false } as const;
    expect(problemText({ ...problem, retryAfter: 86_400 })).not.toMatch(/\d/);
    expect(problemText({ ...problem, retryAfter: 30 })).toContain('30');
  });
});

describe('leaving a letter', () => {
  it('is_offered_where_nobody_is_on_duty', async () => {
    answers['/status'] = () => [200, { ...status, on_duty: 0 }];
    await talk();
    expect(visit.mayLeaveLetter).toBe(true);
  });

  it('is_offered_only_where_waiting_is_long_or_nobody_is_there', async () => {
    await talk();
    expect(visit.mayLeaveLetter).toBe(false);
    const { last } = FakeSocket;
    const news = { type: 'conversation', ...view, counsellor: null };
    last.say({ ...news, estimated_wait_seconds: 600 });
    expect(visit.mayLeaveLetter).toBe(true);
    last.say({ ...news, estimated_wait_seconds: 599 });
    expect(visit.mayLeaveLetter).toBe(false);
    last.say({ ...news, estimated_wait_seconds: null });
    expect(visit.mayLeaveLetter).toBe(true);
    // Somebody comes while she is at it: the card stays. Otherwise it does not come up.
    last.say({ ...news, state: 'offered', position: null });
    expect(visit.mayLeaveLetter).toBe(false);
    visit.letterOpen = true;
    expect(visit.mayLeaveLetter).toBe(true);
    last.say({ ...news, state: 'active', position: null });
    expect(visit.mayLeaveLetter).toBe(false);
    // Handed on, she waits again: the card of before does not come up by itself.
    last.say(news);
    expect([visit.letterOpen, visit.mayLeaveLetter]).toEqual([false, false]);
  });

  it('can_be_finished_when_the_wait_becomes_short', async () => {
    await talk();
    const { last } = FakeSocket;
    const news = { type: 'conversation', ...view, counsellor: null };
    last.say({ ...news, estimated_wait_seconds: 600 });
    visit.letterOpen = true;
    last.say({ ...news, estimated_wait_seconds: 30 });
    expect(visit.mayLeaveLetter).toBe(true);
    visit.letterOpen = false;
    expect(visit.mayLeaveLetter).toBe(false);
  });

  it('ends_with_the_page_that_says_so_also_where_the_socket_dies_first', async () => {
    await talk();
    answers['/visits/later'] = () => {
      FakeSocket.last.cut(4401);
      expect(visit.moment).toEqual({ at: 'talking' });
      return [204];
    };
    expect(await leaveForLater()).toBeNull();
    expect(visit.moment).toEqual({ at: 'left' });
    expect(calls.at(-1)).toMatchObject({ path: '/visits/later', token: 'Bearer t', body: null });
    expect(kept.size).toBe(0);
    expect(await leaveForLater()).toMatchObject({ code: 'unauthenticated' });
  });

  it('that_fails_leaves_her_where_she_is', async () => {
    await talk();
    answers['/visits/later'] = () => [409, { code: 'conflict' }];
    expect(await leaveForLater()).toMatchObject({ code: 'conflict' });
    expect(visit.moment).toEqual({ at: 'talking' });
    expect(kept.get('token')).toBe('t');
  });

  it('says_that_the_talk_is_closed_where_the_token_died_and_the_call_failed', async () => {
    await talk();
    answers['/visits/later'] = () => {
      FakeSocket.last.cut(4401);
      return [401, { code: 'unauthenticated' }];
    };
    expect(await leaveForLater()).toMatchObject({ code: 'unauthenticated' });
    expect(visit.moment).toEqual({ at: 'gone', why: 'signed_out' });
  });
});

describe('erasing', () => {
  it('forgets_everything_and_says_what_a_law_keeps', async () => {
    await talk();
    answers['/visits/erase'] = () => [200, { erased: 2, held: 1 }];
    expect(await eraseAll()).toBeNull();
    expect(visit.moment).toEqual({ at: 'erased', erased: 2, held: 1 });
    expect(visit.returnCode).toBeNull();
    expect(kept.size).toBe(0);
    expect(FakeSocket.last.closed).toBe(true);
  });
});

describe('the survey', () => {
  it('sends_what_was_answered_alone_and_thanks_for_what_was_sent_before', async () => {
    await talk();
    answers['/visits/survey'] = () => [204];
    expect(await answerSurvey({ helped: 'yes', safer: null })).toBeNull();
    expect(calls.at(-1)).toMatchObject({ body: { helped: 'yes' }, token: 'Bearer t' });
    answers['/visits/survey'] = () => [409, { code: 'conflict' }];
    expect(await answerSurvey({ helped: null, safer: 'no' })).toBeNull();
    answers['/visits/survey'] = () => [401, { code: 'unauthenticated' }];
    expect(await answerSurvey({ helped: null, safer: 'no' })).toMatchObject({
      code: 'unauthenticated',
    });
  });
});

describe('helplines', () => {
  const helplines = [{ name: '긴급 (경찰)', number: '112' }];

  it('stay_as_long_as_the_server_sends_them_and_stay_folded', async () => {
    await talk({ helplines });
    expect(visit.helplines).toEqual(helplines);
    visit.helplinesFolded = true;
    const news = { type: 'conversation', ...view, counsellor: null };
    FakeSocket.last.say({ ...news, helplines });
    expect(visit.helplinesFolded).toBe(true);
    FakeSocket.last.say(news);
    expect(visit.helplines).toEqual([]);
    // New ones are seen again.
    FakeSocket.last.say({ ...news, helplines });
    expect(visit.helplinesFolded).toBe(false);
  });
});

describe('a held line', () => {
  it('can_be_said_again_without_being_taken_back', async () => {
    await talk();
    const { last } = FakeSocket;
    const held = { type: 'held', channel, id: 'h', reason: 'contact', at: at(1), expires_at: null };
    last.say({ ...held, body: 'call 010' });
    visit.rewrite('h');
    expect(visit.draft).toBe('call 010');
    expect(visit.said.pending).toHaveLength(1);
    // What she is writing is never written over.
    visit.draft = 'something else';
    visit.rewrite('h');
    expect(visit.draft).toBe('something else');
    expect(visit.said.hers).toBe(false);
    visit.draft = '';
  });
});
