// A list that comes page by page.

import type { Answer, Problem } from '../shared/http.ts';
import type { Page } from '../shared/wire.ts';
import { Resource } from './resource.svelte.ts';

export class Paged<T> {
  readonly list: Resource<Page<T>>;
  /** The next page is on its way. */
  loading = $state(false);
  private readonly fetch: (cursor: string | null) => Promise<Answer<Page<T>>>;

  constructor(fetch: (cursor: string | null) => Promise<Answer<Page<T>>>) {
    this.fetch = fetch;
    this.list = new Resource(() => fetch(null));
  }

  /** Begins anew: what is sought is another. */
  renew(): void {
    this.list.stage = { is: 'loading' };
    void this.list.load();
  }

  /** Puts the next page behind what is there. */
  async more(): Promise<Problem | null> {
    const cursor = this.list.value?.next ?? null;
    if (cursor === null || this.loading) return null;
    this.loading = true;
    const answer = await this.fetch(cursor);
    this.loading = false;
    if (!answer.ok) return answer.problem;
    this.list.change(({ items, next }) =>
      // The list may have begun anew meanwhile.
      next === cursor
        ? { items: [...items, ...answer.value.items], next: answer.value.next }
        : { items, next },
    );
    return null;
  }

  /** Takes what `leaves` is true for out of the list. */
  drop(leaves: (item: T) => boolean): void {
    this.list.change(({ items, next }) => ({
      items: items.filter((item) => !leaves(item)),
      next,
    }));
  }
}
