// Something fetched: loading, ready, or failed with a way on.

import { untrack } from 'svelte';
import type { Answer, Problem } from '../shared/http.ts';

export type Stage<T> =
  { is: 'loading' } | { is: 'ready'; value: T } | { is: 'failed'; problem: Problem };

/** Holds what one call answers. A refresh keeps what is shown until the new answer is here. */
export class Resource<T> {
  stage = $state.raw<Stage<T>>({ is: 'loading' });
  private readonly fetch: () => Promise<Answer<T>>;
  private turn = 0;

  constructor(fetch: () => Promise<Answer<T>>) {
    this.fetch = fetch;
  }

  /**
   * Asks again. Only the latest call counts. An effect may call it: what it reads it also writes, and
   * tracked, each answer would ask again without end.
   */
  load(): Promise<void> {
    return untrack(() => this.ask());
  }

  /** Changes what is there without asking. */
  change(how: (value: T) => T): void {
    if (this.stage.is === 'ready') this.stage = { is: 'ready', value: how(this.stage.value) };
  }

  /** Puts in what is known from elsewhere. An answer that is still on its way may be older, and does not count any more. */
  set(value: T): void {
    this.turn += 1;
    this.stage = { is: 'ready', value };
  }

  get value(): T | null {
    return this.stage.is === 'ready' ? this.stage.value : null;
  }

  private async ask(): Promise<void> {
    this.turn += 1;
    const mine = this.turn;
    if (this.stage.is === 'failed') this.stage = { is: 'loading' };
    const answer = await this.fetch();
    if (mine !== this.turn) return;
    if (answer.ok) this.stage = { is: 'ready', value: answer.value };
    // A list that is on the screen is better than an error in its place.
    else if (this.stage.is !== 'ready') this.stage = { is: 'failed', problem: answer.problem };
  }
}
