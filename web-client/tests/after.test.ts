//! What comes after a talk: the contact record, letters, and a message that a supervisor returned.

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { grouped, RecordForm } from '../src/desk/after/record.svelte.ts';
import { Chat } from '../src/desk/chat.svelte.ts';
import { Letters } from '../src/desk/letters/letters.svelte.ts';
import type { ContactRecord, Letter, RecordCodes } from '../src/shared/care-types.ts';
import type { Answer, ProblemCode } from '../src/shared/http.ts';
import { at, Bench, channel, conversation } from './server.ts';

const refused = (code: ProblemCode): Answer<never> => ({
  ok: false,
  problem: { code, field: null, retryAfter: null, secondFactorRequired: false },
});

const words = (text: string): { ko: string; en: string } => ({ ko: text, en: text });
const reason = (code: string, group: string) => ({
  code,
  label: words(code),
  group: words(group),
});

const codes: RecordCodes = {
  reasons: [reason('a', 'one'), reason('b', 'two'), reason('c', 'one')],
  ageBands: [],
  districts: [],
  actions: [],
  outcomes: [],
};

describe('the contact record', () => {
  let kept: ContactRecord[];
  const form = (
    before: Answer<ContactRecord> = refused('not_found'),
    put: Answer<null> = { ok: true, value: null },
  ): RecordForm =>
    new RecordForm({
      codes: () => Promise.resolve({ ok: true, value: codes }),
      fetch: () => Promise.resolve(before),
      put: (record) => {
        kept.push(record);
        return Promise.resolve(put.ok ? { ok: true, value: record } : put);
      },
    });

  beforeEach(() => {
    kept = [];
  });

  it('is_not_kept_before_it_says_what_was_done', async () => {
    const record = form();
    await record.codes.load();
    expect(await record.save()).toBe(false);
    expect(kept).toEqual([]);
    record.actionTaken = 'listened';
    expect(await record.save()).toBe(true);
    expect(kept).toEqual([
      { reasons: [], ageBand: null, district: null, actionTaken: 'listened', outcome: null },
    ]);
  });

  it('begins_with_what_was_kept_before', async () => {
    const record = form({
      ok: true,
      value: {
        reasons: ['a'],
        ageBand: 'x',
        district: null,
        actionTaken: 'shelter',
        outcome: 'safe',
      },
    });
    await record.codes.load();
    record.choose('b', true);
    record.choose('a', false);
    await record.save();
    expect(kept[0]).toMatchObject({ reasons: ['b'], ageBand: 'x', actionTaken: 'shelter' });
  });

  it('says_that_it_could_not_be_loaded_rather_than_overwrite_what_was_kept', async () => {
    const record = form(refused('unavailable'));
    await record.codes.load();
    expect(record.codes.stage).toMatchObject({ is: 'failed' });
  });

  it('says_why_it_was_not_kept', async () => {
    const record = form(refused('not_found'), refused('invalid'));
    await record.codes.load();
    record.actionTaken = 'listened';
    expect(await record.save()).toBe(false);
    expect(record.problem?.code).toBe('invalid');
    expect(record.saving).toBe(false);
  });

  it('groups_its_reasons_in_the_order_given', () => {
    expect(
      grouped(codes.reasons).map(({ heading, reasons }) => [
        heading.ko,
        reasons.map(({ code }) => code),
      ]),
    ).toEqual([
      ['one', ['a', 'c']],
      ['two', ['b']],
    ]);
  });
});

describe('letters', () => {
  const letter = (id: string, over: Partial<Letter>): Letter => ({
    conversation: id,
    label: id,
    language: 'ko',
    risk: 0,
    leftAt: '2026-11-27T02:00:00Z',
    lines: 1,
    forMe: false,
    counsellor: null,
    ...over,
  });

  it('for_her_come_first_then_the_gravest_then_the_oldest', async () => {
    const letters = new Letters(() =>
      Promise.resolve({
        ok: true,
        value: {
          items: [
            letter('new', {}),
            letter('old', { leftAt: '2026-11-26T02:00:00Z' }),
            letter('grave', { risk: 3 }),
            letter('hers', { forMe: true }),
          ],
          total: 207,
        },
      }),
    );
    await letters.list.load();
    expect(letters.list.value?.items.map(({ conversation: id }) => id)).toEqual([
      'hers',
      'grave',
      'old',
      'new',
    ]);
    // The list is cut, the count is not.
    expect(letters.count).toBe(207);
    letters.gone('hers');
    expect(letters.count).toBe(206);
    expect(letters.list.value?.items.length).toBe(3);
  });
});

describe('a message that a supervisor reads first', () => {
  const store = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
    removeItem: (key: string) => void store.delete(key),
  });

  let bench: Bench;
  let chat: Chat;
  // As the desk does on every change of the log: taking a line back is one.
  function read(): void {
    chat.refresh(channel);
    chat.refresh(channel);
  }

  function hold(): string {
    const { id, ref } = bench.socket.last('send');
    bench.socket.say({
      type: 'held',
      ref,
      channel,
      id,
      reason: 'approval',
      at: at(1),
      expires_at: at(120),
    });
    read();
    return String(id);
  }

  beforeEach(async () => {
    store.clear();
    bench = new Bench({ token: null });
    bench.socket.welcome();
    chat = new Chat(conversation, bench.client);
    chat.follow([{ channel, kind: 'main', lastSeq: 0, readSeq: 0 }]);
    bench.socket.say({ type: 'caught_up', channel, seq: 0 });
    chat.write('어디예요?');
    await chat.send();
  });

  it('says_so_and_waits', () => {
    hold();
    expect(chat.main?.pending[0]?.held).toEqual({ reason: 'approval', expiresAt: at(120) });
    expect(chat.drafts.main).toBe('');
  });

  it('goes_back_into_its_empty_box_with_what_the_supervisor_said', () => {
    const id = hold();
    bench.socket.say({ type: 'held_done', channel, id, outcome: 'returned', note: '천천히' });
    read();
    expect(chat.drafts.main).toBe('어디예요?');
    expect(chat.returned).toEqual({ note: '천천히' });
    expect(chat.main?.pending).toEqual([]);
  });

  it('goes_back_into_its_box_while_she_whispers_and_leaves_her_where_she_writes', () => {
    const id = hold();
    chat.tab = 'staff';
    chat.write('한 가지 물어볼');
    const told = bench.socket.all('typing').length;
    bench.socket.say({ type: 'held_done', channel, id, outcome: 'returned', note: '천천히' });
    read();
    expect(chat.tab).toBe('staff');
    expect(chat.drafts).toMatchObject({ main: '어디예요?', staff: '한 가지 물어볼' });
    expect(store.get(`draft:${conversation}:main`)).toBe('어디예요?');
    expect(chat.returned).toEqual({ note: '천천히' });
    // Nobody writes to the visitor just now.
    expect(bench.socket.all('typing')).toHaveLength(told);
  });

  it('does_not_push_into_what_is_being_written', () => {
    const id = hold();
    chat.write('다음 말');
    bench.socket.say({ type: 'held_done', channel, id, outcome: 'returned', note: null });
    read();
    expect(chat.drafts.main).toBe('다음 말');
    expect(chat.main?.pending[0]?.refused).toBe('returned');
    chat.takeBack(channel, id);
    expect(chat.drafts.main).toBe('어디예요?\n다음 말');
  });

  it('comes_as_a_line_like_any_other_once_it_is_let_go', () => {
    const id = hold();
    bench.socket.say({ type: 'held_done', channel, id, outcome: 'released', note: null });
    bench.socket.message(1, '어디예요?', id);
    read();
    expect(chat.main?.pending).toEqual([]);
    expect(chat.main?.lines.map(({ body }) => body)).toEqual(['어디예요?']);
  });
});
