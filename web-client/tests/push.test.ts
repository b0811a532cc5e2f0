//! What a push says, whatever came with it, and what the switch does with what the browser and the server answer.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isSameKey, keyBytes } from '../src/desk/push-key.ts';
import { isDesk, messageOf } from '../src/desk/push-message.ts';
import { PushSwitch } from '../src/desk/push.svelte.ts';
import { en } from '../src/desk/words/en.ts';
import { ko } from '../src/desk/words/ko.ts';

describe('a push', () => {
  it('says_that_something_waits_in_the_words_of_the_desk', () => {
    expect(messageOf({ language: 'ko' })).toEqual({ text: ko['alert.waiting'], lang: 'ko' });
    expect(messageOf({ language: 'en' })).toEqual({ text: en['alert.waiting'], lang: 'en' });
  });

  it.each([null, 'text', 7, [], {}, { language: 'fr' }, { language: 'ko', text: 'a name' }])(
    'says_no_more_than_that_whatever_comes',
    (data) => {
      expect(messageOf(data)).toEqual({ text: ko['alert.waiting'], lang: 'ko' });
    },
  );

  it('leads_to_a_desk_that_is_open', () => {
    const origin = 'https://gyeot.example.kr';
    expect(isDesk(`${origin}/desk`, origin)).toBe(true);
    expect(isDesk(`${origin}/desk.html?x#y`, origin)).toBe(true);
    expect(isDesk(`${origin}/`, origin)).toBe(false);
    expect(isDesk('https://other.example.kr/desk', origin)).toBe(false);
    expect(isDesk('about:blank', origin)).toBe(false);
    expect(isDesk('', origin)).toBe(false);
  });
});

describe('a key', () => {
  it('is_read_from_base64url_and_compared', () => {
    const key = keyBytes('-_8A');
    expect([...key]).toEqual([0xfb, 0xff, 0]);
    expect(isSameKey(key.slice().buffer, key)).toBe(true);
    expect(isSameKey(Uint8Array.of(0xfb, 0xff, 1).buffer, key)).toBe(false);
    expect(isSameKey(Uint8Array.of(0xfb).buffer, key)).toBe(false);
    expect(isSameKey(null, key)).toBe(false);
  });
});

describe('the switch', () => {
  const endpoint = 'https://push.example.org/a';
  const fetched = vi.fn<(url: string, init: RequestInit) => Promise<Response>>();
  const unsubscribe = vi.fn(() => Promise.resolve(true));
  const subscription = {
    endpoint,
    options: { applicationServerKey: null },
    unsubscribe,
    toJSON: () => ({ endpoint, keys: { p256dh: 'key', auth: 'auth' } }),
  };
  const getSubscription = vi.fn<() => Promise<object | null>>();
  const subscribe = vi.fn<(options: object) => Promise<object>>();
  const unregister = vi.fn(() => Promise.resolve(true));
  const registration = { pushManager: { getSubscription, subscribe }, unregister };
  const requestPermission = vi.fn<() => Promise<string>>();
  const kept = new Map<string, string>();
  let permission = 'default';

  beforeEach(() => {
    kept.clear();
    permission = 'default';
    getSubscription.mockResolvedValue(null);
    subscribe.mockResolvedValue(subscription);
    requestPermission.mockResolvedValue('granted');
    fetched.mockImplementation((url) =>
      Promise.resolve(
        url.endsWith('/key')
          ? Response.json({ public_key: 'BAAA' })
          : Response.json({ id: 'x' }, { status: 201 }),
      ),
    );
    const notification = {
      requestPermission,
      get permission() {
        return permission;
      },
    };
    vi.stubGlobal('fetch', fetched);
    vi.stubGlobal('window', { PushManager: {}, Notification: notification });
    vi.stubGlobal('Notification', notification);
    vi.stubGlobal('navigator', {
      serviceWorker: {
        register: vi.fn(() => Promise.resolve(registration)),
        ready: Promise.resolve(registration),
        getRegistration: () => Promise.resolve(registration),
      },
    });
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => kept.set(key, value),
      removeItem: (key: string) => kept.delete(key),
    });
  });
  afterEach(() => {
    vi.clearAllMocks();
    vi.unstubAllGlobals();
  });

  const calls = (): string[] =>
    fetched.mock.calls.map(([url, init]) => `${init.method ?? ''} ${url}`);

  it('turns_on_when_browser_and_server_agree', async () => {
    const push = new PushSwitch('mina');
    await push.look();
    expect(push.pushed).toEqual({ is: 'off' });
    await push.turn(true);
    expect(push.pushed).toEqual({ is: 'on' });
    expect(calls()).toEqual(['GET /api/v1/push/key', 'POST /api/v1/push/subscriptions']);
    expect(JSON.parse(String(fetched.mock.calls[1]?.[1].body))).toEqual({
      endpoint,
      keys: { p256dh: 'key', auth: 'auth' },
    });
    expect(subscribe.mock.calls[0]?.[0]).toMatchObject({ userVisibleOnly: true });
  });

  it('is_off_for_somebody_else_at_the_same_browser', async () => {
    const mina = new PushSwitch('mina');
    await mina.turn(true);
    getSubscription.mockResolvedValue(subscription);
    const bora = new PushSwitch('bora');
    fetched.mockClear();
    await bora.look();
    expect(bora.pushed).toEqual({ is: 'off' });
    expect(calls()).toEqual([]);
    await mina.look();
    expect(mina.pushed).toEqual({ is: 'on' });
  });

  it('says_what_stands_in_the_way', async () => {
    permission = 'denied';
    const push = new PushSwitch('mina');
    await push.look();
    expect(push.pushed).toEqual({ is: 'denied' });
    requestPermission.mockResolvedValue('denied');
    await push.turn(true);
    expect(push.pushed).toEqual({ is: 'denied' });
    requestPermission.mockResolvedValue('default');
    await push.turn(true);
    expect(push.pushed).toEqual({ is: 'off' });
    vi.stubGlobal('window', {});
    await push.look();
    expect(push.pushed).toEqual({ is: 'unsupported' });
  });

  it('leaves_no_subscription_behind_that_the_server_did_not_take', async () => {
    fetched.mockImplementation((url) =>
      Promise.resolve(
        url.endsWith('/key')
          ? Response.json({ public_key: 'BAAA' })
          : Response.json({ code: 'conflict' }, { status: 409 }),
      ),
    );
    const push = new PushSwitch('mina');
    await push.turn(true);
    expect(push.pushed).toMatchObject({ is: 'failed', on: false, problem: { code: 'conflict' } });
    expect(push.on).toBe(false);
    expect(unsubscribe).toHaveBeenCalledOnce();
    expect(kept.size).toBe(0);
  });

  it('fails_in_words_when_the_browser_cannot', async () => {
    subscribe.mockRejectedValue(new DOMException('no push service', 'AbortError'));
    const push = new PushSwitch('mina');
    await push.turn(true);
    expect(push.pushed).toEqual({ is: 'failed', on: false, problem: null });
  });

  it('turns_off_at_the_server_first', async () => {
    const push = new PushSwitch('mina');
    await push.turn(true);
    getSubscription.mockResolvedValue(subscription);
    fetched.mockRejectedValueOnce(new TypeError('network'));
    await push.turn(false);
    expect(push.pushed).toMatchObject({ is: 'failed', on: true, problem: { code: 'offline' } });
    expect(unsubscribe).not.toHaveBeenCalled();
    fetched.mockResolvedValueOnce(new Response(null, { status: 204 }));
    await push.turn(false);
    expect(push.pushed).toEqual({ is: 'off' });
    expect([unsubscribe, unregister].map((called) => called.mock.calls.length)).toEqual([1, 1]);
    expect(kept.size).toBe(0);
  });
});
