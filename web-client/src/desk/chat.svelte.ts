// One conversation at the desk: what is known of it, its two channels, what is being written.

import type { Problem } from '../shared/http.ts';
import type { Client } from '../shared/protocol/client.ts';
import type { Pending, Withheld } from '../shared/protocol/log.ts';
import type {
  ChannelKind,
  Conversation,
  ConversationState,
  Message,
  Note,
} from '../shared/types.ts';
import * as api from './api.ts';
import { forgetDrafts, keepDraft, readDraft, type Tab } from './drafts.ts';
import { Resource } from './resource.svelte.ts';

/** A channel as it stands now. */
export interface ChannelView {
  channel: string;
  lines: readonly Message[];
  pending: readonly Pending[];
  liveFrom: number;
  readTo: number;
  readSeq: number;
  hasEarlier: boolean;
  loading: boolean;
  /** Lines of others that a supervisor reads before we do. */
  withheld: readonly Withheld[];
  /** Lines of ours that were changed before they were passed on. */
  edited: ReadonlySet<string>;
}

const typingShown = 6_000;
const typingTold = 3_000;

export class Chat {
  readonly id: string;
  conversation = $state.raw<Conversation | null>(null);
  state = $state<ConversationState>('active');
  main = $state.raw<ChannelView | null>(null);
  staff = $state.raw<ChannelView | null>(null);
  typing = $state(false);
  /** A supervisor gave back what is in the box for the visitor, with or without a word on it. */
  returned = $state.raw<{ note: string | null } | null>(null);
  /** Lines can be pointed out to a supervisor now. */
  pointing = $state(false);
  /** She, a supervisor, speaks in it beside its counsellor. */
  joined = $state(false);
  tab = $state<Tab>('main');
  drafts = $state<Record<Tab, string>>({ main: '', staff: '', note: '' });
  readonly notes: Resource<Note[]>;

  private readonly client: Client;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private toldTyping = 0;

  constructor(id: string, client: Client) {
    this.id = id;
    this.client = client;
    this.drafts = {
      main: readDraft(id, 'main'),
      staff: readDraft(id, 'staff'),
      note: readDraft(id, 'note'),
    };
    this.notes = new Resource(() => api.fetchNotes(id));
    void this.notes.load();
  }

  /** What the visitor wrote and nobody here has seen. */
  get unread(): number {
    const main = this.main;
    if (main === null) return 0;
    return main.lines.filter(({ seq, author }) => seq > main.readSeq && author.kind === 'visitor')
      .length;
  }

  /** Whispers not seen yet. */
  get whispers(): number {
    const staff = this.staff;
    return staff === null ? 0 : staff.lines.filter(({ seq }) => seq > staff.readSeq).length;
  }

  get lastLine(): Message | null {
    return this.main?.lines.at(-1) ?? null;
  }

  channelOf(kind: ChannelKind): string | null {
    return kind === 'main' ? (this.main?.channel ?? null) : (this.staff?.channel ?? null);
  }

  has(channel: string): boolean {
    return this.main?.channel === channel || this.staff?.channel === channel;
  }

  write(text: string): void {
    this.drafts[this.tab] = text;
    keepDraft(this.id, this.tab, text);
    if (this.tab === 'main' && this.main !== null) this.tellTyping(this.main.channel, text);
  }

  /** Sends what is in the box of the open tab. */
  async send(): Promise<Problem | null> {
    const tab = this.tab;
    const body = this.drafts[tab].trim();
    if (body === '') return null;
    if (tab === 'note') {
      const answer = await api.addNote(this.id, body);
      if (!answer.ok) return answer.problem;
      if (this.notes.value === null) void this.notes.load();
      else this.notes.change((notes) => [...notes, answer.value]);
    } else {
      const channel = this.channelOf(tab);
      // Not known yet: what she wrote stays in its box.
      if (channel === null) return null;
      this.client.post(channel, body);
      if (tab === 'main') {
        this.toldTyping = 0;
        this.returned = null;
      }
    }
    if (this.drafts[tab].trim() === body) {
      this.drafts[tab] = '';
      keepDraft(this.id, tab, '');
    }
    return null;
  }

  /** Puts a canned reply into the box for the visitor, behind what is there. It is hers to send. */
  insert(text: string): void {
    this.tab = 'main';
    const draft = this.drafts.main.trimEnd();
    this.write(draft === '' ? text : `${draft} ${text}`);
  }

  /** Puts a line that was refused or returned back into its box. */
  takeBack(channel: string, id: string): void {
    const tab = this.main?.channel === channel ? 'main' : 'staff';
    if (!this.fetchBack(channel, id, tab)) return;
    this.tab = tab;
    if (tab === 'main') this.tellTyping(channel, this.drafts.main);
  }

  /** The end of the log is on the screen, and somebody is looking. */
  seen(): void {
    if (document.visibilityState !== 'visible') return;
    if (this.main !== null) this.client.read(this.main.channel);
    if (this.staff !== null) this.client.read(this.staff.channel);
  }

  earlier(): void {
    for (const view of [this.main, this.staff]) {
      if (view?.hasEarlier) this.client.earlier(view.channel);
    }
  }

  heardTyping(active: boolean): void {
    this.typing = active;
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => (this.typing = false), typingShown);
  }

  /** Takes over what the client knows of a channel. */
  refresh(channel: string): void {
    const log = this.client.log(channel);
    if (log === undefined) return;
    const view: ChannelView = {
      channel,
      lines: log.lines,
      pending: log.pending,
      liveFrom: log.liveFrom,
      readTo: this.main?.channel === channel ? log.readBy.visitor : log.readBy.staff,
      readSeq: log.readSeq,
      hasEarlier: log.hasEarlier,
      loading: log.loading,
      withheld: log.withheld,
      edited: log.edited,
    };
    if (this.main?.channel === channel) {
      const arrived = view.lines.at(-1);
      if (arrived?.author.kind === 'visitor' && arrived.seq !== this.lastLine?.seq) {
        this.typing = false;
      }
      this.main = view;
      this.fetchReturned(view);
    } else if (this.staff?.channel === channel) {
      this.staff = view;
    }
  }

  /** Learns which channels it has. */
  follow(channels: Conversation['channels']): void {
    for (const one of channels) {
      if (one.kind === 'consult' || this.has(one.channel)) continue;
      const view: ChannelView = {
        channel: one.channel,
        lines: [],
        pending: [],
        liveFrom: 1,
        readTo: 0,
        readSeq: one.readSeq,
        hasEarlier: false,
        loading: true,
        withheld: [],
        edited: new Set(),
      };
      if (one.kind === 'main') this.main = view;
      else this.staff = view;
      this.client.follow(one);
      this.refresh(one.channel);
    }
  }

  /** Lets go of it: it is closed, or somebody else's. */
  dispose(): void {
    clearTimeout(this.typingTimer);
    for (const view of [this.main, this.staff]) {
      if (view !== null) this.client.forget(view.channel);
    }
    forgetDrafts(this.id);
  }

  /**
   * What a supervisor returned goes back into its box, unless something else is being written there. She may be
   * whispering just then: the tab under her hands stays, and the visitor is not told that she writes.
   */
  private fetchReturned({ channel, pending }: ChannelView): void {
    const line = pending.find(({ refused }) => refused === 'returned');
    if (line !== undefined && this.drafts.main.trim() === '') {
      this.fetchBack(channel, line.id, 'main');
    }
  }

  /** Moves a line from the log before what is in its box; answers whether there was one. */
  private fetchBack(channel: string, id: string, tab: 'main' | 'staff'): boolean {
    const line = this.client.log(channel)?.pending.find((one) => one.id === id);
    const body = this.client.takeBack(channel, id);
    if (body === null) return false;
    if (line?.refused === 'returned') this.returned = { note: line.note };
    const draft = this.drafts[tab];
    this.drafts[tab] = draft === '' ? body : `${body}\n${draft}`;
    keepDraft(this.id, tab, this.drafts[tab]);
    return true;
  }

  private tellTyping(channel: string, text: string): void {
    const empty = text.trim() === '';
    const now = Date.now();
    if (empty && this.toldTyping === 0) return;
    if (!empty && now - this.toldTyping < typingTold) return;
    this.toldTyping = empty ? 0 : now;
    this.client.typing(channel, !empty);
  }
}
