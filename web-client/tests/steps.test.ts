//! The steps of several talks at once: none of them holds up another, and what failed is not taken for done.

import { SvelteMap } from 'svelte/reactivity';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Chat } from '../src/desk/chat.svelte.ts';
import { Steps, type Ground } from '../src/desk/steps.svelte.ts';
import { Bench } from './server.ts';

const sent = (id: string): object => ({
  id,
  state: 'closed',
  language: 'ko',
  risk: 0,
  created_at: 'then',
  label: '5502',
  visitor_present: false,
  visitor_left: false,
});

let asked: string[] = [];
/** Answers that are waited for, by the path they are the answer to. */
let arrive: Map<string, (answer: Response) => void>;

function answer(path: string, status: number, json: object): void {
  const go = arrive.get(path);
  if (go === undefined) throw new Error(`nobody asked for ${path}`);
  arrive.delete(path);
  go(new Response(JSON.stringify(json), { status }));
}

/** Lets what was answered arrive. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await new Promise((done) => setTimeout(done));
}

function ground(...ids: string[]): Ground & { told: string[] } {
  const chats = new SvelteMap<string, Chat>();
  const bench = new Bench({ token: null });
  for (const id of ids) chats.set(id, new Chat(id, bench.client));
  const told: string[] = [];
  return {
    told,
    chats,
    offers: [],
    moved: 0,
    calm: false,
    isMine: () => true,
    select: () => {},
    label: () => '5502',
    know: () => {},
    drop: (id) => void chats.delete(id),
    say: ({ is }) => void told.push(is),
    failed: ({ code }) => void told.push(code),
  };
}

beforeEach(() => {
  asked = [];
  arrive = new Map();
  vi.stubGlobal('sessionStorage', { getItem: () => null, setItem: () => {}, removeItem: () => {} });
  vi.stubGlobal('fetch', (url: string) => {
    const path = url.replace('/api/v1/conversations/', '');
    if (path.endsWith('/notes')) return Promise.resolve(new Response('{"items":[]}'));
    asked.push(path);
    return new Promise<Response>((go) => void arrive.set(path, go));
  });
});

afterEach(() => vi.unstubAllGlobals());

describe('the way out of a talk that is too much', () => {
  it('is_open_while_a_step_of_another_talk_is_on_its_way', async () => {
    const floor = ground('one', 'two');
    const steps = new Steps(floor);
    void steps.wrapUp('one');
    expect([steps.isBusy('one'), steps.isBusy('two')]).toEqual([true, false]);
    const out = steps.panic('two');
    await settle();
    expect(asked).toEqual(['one/wrap-up', 'two/panic']);
    answer('two/panic', 200, sent('two'));
    await out;
    expect(floor.calm).toBe(true);
    expect([...floor.chats.keys()]).toEqual(['one']);
  });

  it('is_taken_as_soon_as_the_step_of_the_same_talk_is_done_and_once', async () => {
    const floor = ground('one');
    const steps = new Steps(floor);
    void steps.wrapUp('one');
    void steps.panic('one');
    void steps.panic('one');
    await settle();
    expect(asked).toEqual(['one/wrap-up']);
    answer('one/wrap-up', 503, { code: 'unavailable' });
    await settle();
    expect(asked).toEqual(['one/wrap-up', 'one/panic']);
    answer('one/panic', 200, sent('one'));
    await settle();
    expect(asked).toHaveLength(2);
    expect(floor.calm).toBe(true);
  });
});

describe('finishing a talk', () => {
  it('says_whether_it_worked', async () => {
    const floor = ground('one', 'two');
    const steps = new Steps(floor);
    void steps.wrapUp('two');
    const first = steps.finish('one');
    await settle();
    answer('one/close', 503, { code: 'unavailable' });
    expect(await first).toBe(false);
    expect(floor.chats.has('one')).toBe(true);
    const second = steps.finish('one');
    await settle();
    answer('one/close', 200, sent('one'));
    expect(await second).toBe(true);
    expect(floor.chats.has('one')).toBe(false);
    expect(floor.told).toEqual(['unavailable', 'closed']);
  });
});
