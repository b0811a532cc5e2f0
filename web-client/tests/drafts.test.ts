//! Drafts on a tab that more than one of the staff uses.

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepDraft, readDraft } from '../src/desk/drafts.ts';
import { door } from '../src/desk/session.svelte.ts';

const kept = new Map<string, string>();
let account = 'haru';
let secondFactor: 'off' | 'enrol' = 'off';

beforeEach(() => {
  kept.clear();
  secondFactor = 'off';
  vi.stubGlobal('sessionStorage', {
    get length() {
      return kept.size;
    },
    key: (index: number) => [...kept.keys()][index] ?? null,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
  vi.stubGlobal('fetch', (_: string, { method }: RequestInit) =>
    Promise.resolve(
      method === 'DELETE'
        ? new Response(null, { status: 204 })
        : new Response(
            JSON.stringify({
              account: { id: account, name: account, email: `${account}@example.kr` },
              roles: ['counsellor'],
              languages: ['ko'],
              second_factor: secondFactor,
            }),
          ),
    ),
  );
});

afterEach(() => vi.unstubAllGlobals());

async function signIn(as: string): Promise<void> {
  account = as;
  await door.signIn({ email: `${as}@example.kr`, password: 'x', code: '' });
}

describe('drafts', () => {
  it('are_there_when_she_is_back_after_her_session_ran_out', async () => {
    await signIn('haru');
    keepDraft('c', 'note', 'she said where she sleeps');
    door.lost();
    await signIn('haru');
    expect(readDraft('c', 'note')).toBe('she said where she sleeps');
    // A reload asks who is signed in.
    await door.ask();
    expect(readDraft('c', 'note')).toBe('she said where she sleeps');
  });

  it.each(['off', 'enrol'] as const)('are_gone_when_another_signs_in: %s', async (factor) => {
    await signIn('haru');
    keepDraft('c', 'note', 'she said where she sleeps');
    door.lost();
    secondFactor = factor;
    await signIn('mina');
    expect(readDraft('c', 'note')).toBe('');
  });

  it('are_gone_when_nobody_knows_whose_they_are', async () => {
    keepDraft('c', 'main', 'left by an older page');
    await signIn('haru');
    expect(readDraft('c', 'main')).toBe('');
  });

  it('leave_nothing_behind_on_signing_out', async () => {
    await signIn('haru');
    keepDraft('c', 'staff', 'x');
    expect(await door.signOut()).toBeNull();
    expect([...kept.keys()]).toEqual([]);
  });
});
