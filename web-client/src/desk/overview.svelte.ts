// All conversations, for supervisors: page by page, kept fresh while somebody looks.

import type { Answer } from '../shared/http.ts';
import type { Conversation, ConversationState } from '../shared/types.ts';
import type { Page } from '../shared/wire.ts';
import * as api from './api.ts';
import { Resource } from './resource.svelte.ts';

export type Filter = ConversationState | 'open';

export class AllConversations {
  filter = $state<Filter>('open');
  readonly list = new Resource<Page<Conversation>>(() => this.fetch());
  /** How many pages are on the screen: a refresh fetches as many again. */
  private pages = 1;

  choose(filter: Filter): void {
    this.filter = filter;
    this.pages = 1;
    this.list.stage = { is: 'loading' };
    void this.list.load();
  }

  async more(): Promise<void> {
    this.pages += 1;
    await this.list.load();
  }

  private async fetch(): Promise<Answer<Page<Conversation>>> {
    const filter = this.filter;
    const items: Conversation[] = [];
    let cursor: string | null = null;
    for (let page = 0; page < this.pages; page += 1) {
      const answer: Answer<Page<Conversation>> = await api.fetchConversations(
        filter === 'open' ? null : filter,
        cursor,
      );
      if (!answer.ok) return answer;
      items.push(...answer.value.items);
      cursor = answer.value.next;
      if (cursor === null) break;
    }
    const shown = filter === 'open' ? items.filter(({ state }) => state !== 'closed') : items;
    return { ok: true, value: { items: shown, next: cursor } };
  }
}
