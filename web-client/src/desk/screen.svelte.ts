// What of the desk is on the screen.

import { tick } from 'svelte';
import type { Conversation } from '../shared/types.ts';
import type { Chat } from './chat.svelte.ts';

/** The pages that have a place in the menu, and those behind "more". */
export type Page = MainPage | MorePage;
export type MainPage = 'chats' | 'wallboard' | 'held' | 'review' | 'letters' | 'overview' | 'more';
export type MorePage =
  'outreach' | 'debriefs' | 'past' | 'blocks' | 'readings' | 'legal-holds' | 'canned' | 'settings';
/** What a transfer and a window over the page need to know of a conversation. */
export type Named = Pick<Conversation, 'id' | 'label'>;
export type Open =
  | { is: 'help' }
  | { is: 'canned'; chat: Chat }
  | { is: 'transfer'; conversation: Named }
  | { is: 'risk'; chat: Chat }
  | { is: 'flag'; chat: Chat; channel: string; seq: number }
  | { is: 'block'; conversation: Named }
  | { is: 'hold'; conversation: Named }
  | { is: 'record'; conversation: Named; closes: boolean };

const phone = '(max-width: 820px)';

export class Screen {
  page = $state<Page>('chats');
  /** The column that a phone shows. */
  column = $state<'list' | 'chat' | 'info'>('list');
  /** The window over the page. */
  open = $state.raw<Open | null>(null);
  /** Nothing but the page: the wallboard on a screen on the wall. */
  bare = $state(false);
  /** Details beside the chat, where there is room. */
  details = $state(true);

  constructor(page: Page) {
    this.page = page;
  }

  /** Opens a page and takes the focus to its heading, so that the change is read aloud. */
  go(page: Page): void {
    if (this.page === page) return;
    this.page = page;
    this.column = 'list';
    void tick().then(() => document.querySelector('h1')?.focus());
  }

  /** Ends a talk that is wrapped up: with its record, or knowingly without. */
  endOf({ id, conversation }: Chat): void {
    const label = conversation?.label ?? '';
    this.open = { is: 'record', conversation: { id, label }, closes: true };
  }

  /** Shows what is known beside the chat, or hides it; on a phone it is a column of its own. */
  showDetails(): void {
    if (matchMedia(phone).matches) {
      this.details = true;
      this.column = 'info';
    } else {
      this.details = !this.details;
    }
  }

  /** Takes the focus to the box of a chat. */
  write(id: string): void {
    this.column = 'chat';
    void tick().then(() => {
      document.querySelector<HTMLElement>(`[data-chat="${CSS.escape(id)}"] textarea`)?.focus();
    });
  }
}
