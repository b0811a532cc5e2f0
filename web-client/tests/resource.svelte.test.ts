//! What is fetched for a page: asked for when something moved, and not because its answer came.

import { flushSync } from 'svelte';
import { describe, expect, it } from 'vitest';
import { Resource } from '../src/desk/resource.svelte.ts';
import { failed, type Answer } from '../src/shared/http.ts';

/** Lets what was answered arrive, and everything that follows from it. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await Promise.resolve();
    flushSync();
  }
}

describe('a resource that an effect loads', () => {
  for (const [how, answer] of [
    ['answered', { ok: true, value: 1 }],
    ['refused', failed('unavailable')],
  ] as const satisfies readonly (readonly [string, Answer<number>])[]) {
    it(`is_asked_for_once_a_change_where_it_is_${how}`, async () => {
      let asked = 0;
      let risk = $state(1);
      // What a fetch reads is no reason to ask again either.
      let shown = $state('open');
      const history = new Resource<number>(() => {
        void shown;
        asked += 1;
        // Whoever asks without end would never let this test end.
        if (asked > 9) end();
        return Promise.resolve(answer);
      });
      const end = $effect.root(() => {
        $effect(() => {
          void risk;
          void history.load();
        });
      });
      flushSync();
      await settle();
      expect(asked).toBe(1);
      shown = 'done';
      await settle();
      expect(asked).toBe(1);
      risk = 2;
      await settle();
      expect(asked).toBe(2);
      end();
    });
  }
});

describe('a resource that is told from elsewhere', () => {
  it('keeps_what_it_was_told_when_an_older_answer_comes_late', async () => {
    // "Take chats" was pressed while the page still asked how her desk is.
    const answers: ((answer: Answer<string>) => void)[] = [];
    const desk = new Resource<string>(() => new Promise((answer) => answers.push(answer)));
    const first = desk.load();
    desk.set('available');
    answers[0]?.({ ok: true, value: 'away' });
    await first;
    expect(desk.value).toBe('available');

    // What is asked after that counts again.
    const second = desk.load();
    answers[1]?.({ ok: true, value: 'away' });
    await second;
    expect(desk.value).toBe('away');
  });
});
