// The desk itself: duty, the offers, the line in numbers, my chats, and the connection under them.

import { SvelteMap } from 'svelte/reactivity';
import { never } from '../shared/decode.ts';
import { serverNow, type Answer, type Problem } from '../shared/http.ts';
import { newId } from '../shared/ids.ts';
import { dial, watchBrowser } from '../shared/protocol/browser.ts';
import { Client, type News } from '../shared/protocol/client.ts';
import type { Line } from '../shared/protocol/connection.ts';
import type { Channel, Conversation, Duty, Language, Session } from '../shared/types.ts';
import { alertOffer, notify, ring } from './alert.ts';
import { Alerts } from './alerts/alerts.svelte.ts';
import { answerAlert, fetchAlerts } from './alerts/api.ts';
import * as api from './api.ts';
import { LiveBoard } from './board/board.svelte.ts';
import { Chat } from './chat.svelte.ts';
import { fetchLetters } from './letters/api.ts';
import { Letters } from './letters/letters.svelte.ts';
import type { Notice } from './notices.ts';
import { Resource } from './resource.svelte.ts';
import { door } from './session.svelte.ts';
import { Steps } from './steps.svelte.ts';
import { steadyTimers } from './timers.ts';

export interface Offer {
  conversation: string;
  language: Language;
  risk: number;
  waitedSeconds: number;
  /** By the server's clock. */
  expiresAt: number;
}

const noticeShown = 8_000;
/** Nobody tells of letters: they are asked for this often, in milliseconds. */
const lettersAgain = 60_000;

export class Floor {
  readonly session: Session;
  line = $state.raw<Line>({ is: 'connecting' });
  readonly duty = new Resource<Duty>(api.fetchDuty);
  /** When the numbers of the line came, so that the oldest wait can go on counting. */
  dutyAt = $state(serverNow());
  offers = $state.raw<readonly Offer[]>([]);
  readonly chats = new SvelteMap<string, Chat>();
  /** The list of my chats is known. */
  welcomed = $state(false);
  selected = $state<string | null>(null);
  /** Chats in the order they were last looked at. */
  recent = $state.raw<readonly string[]>([]);
  columns = $state(1);
  notice = $state.raw<Notice | null>(null);
  /** Counts up with every sign that the list of all conversations is another. */
  moved = $state(0);

  readonly client: Client;
  readonly alerts: Alerts;
  readonly board: LiveBoard;
  readonly letters = new Letters(fetchLetters);
  readonly steps = new Steps(this);
  /** She handed a talk over because it was too much: nothing is asked of her now. */
  calm = $state(false);
  private unwatch = (): void => {};
  private noticeTimer: ReturnType<typeof setTimeout> | undefined;
  private lettersTimer: ReturnType<typeof setInterval> | undefined;
  private readonly asking = new Map<string, { again: boolean }>();

  constructor(session: Session) {
    this.session = session;
    const timers = steadyTimers();
    this.client = new Client({
      dial,
      timers,
      random: Math.random,
      token: null,
      newId,
      now: () => new Date(serverNow()).toISOString(),
      onLine: (line) => this.lined(line),
      onLog: (channel) => this.chatOf(channel)?.refresh(channel),
      onNews: (news) => this.heard(news),
    });
    this.alerts = new Alerts({
      timers,
      ring,
      notify: () => notify('alert'),
      fetch: fetchAlerts,
      answer: answerAlert,
    });
    this.board = new LiveBoard((active) => this.client.watch(active), serverNow);
  }

  open(): void {
    this.unwatch = watchBrowser(this.client.connection);
    this.client.connection.start();
    void this.duty.load();
    this.lettersTimer = setInterval(() => void this.letters.list.load(), lettersAgain);
  }

  close(): void {
    this.unwatch();
    this.client.connection.stop();
    this.alerts.close();
    clearTimeout(this.noticeTimer);
    clearInterval(this.lettersTimer);
  }

  is(role: 'counsellor' | 'supervisor'): boolean {
    return this.session.roles.includes(role);
  }

  get list(): Chat[] {
    return [...this.chats.values()];
  }

  get current(): Chat | null {
    return this.selected === null ? null : (this.chats.get(this.selected) ?? null);
  }

  /** The chats on the screen, in the order of the list, the selected one among them. */
  get panes(): Chat[] {
    const order = [...this.recent, ...this.chats.keys()].filter((id) => this.chats.has(id));
    const shown = new Set([...new Set(order)].slice(0, this.columns));
    return this.list.filter(({ id }) => shown.has(id));
  }

  /** Why nothing comes: our own network is gone, or the server does not answer. */
  get unreachable(): Problem {
    const code = navigator.onLine ? 'unavailable' : 'offline';
    return { code, field: null, retryAfter: null, secondFactorRequired: false };
  }

  isMine(chat: Chat): boolean {
    return chat.conversation?.counsellor?.id === this.session.account.id;
  }

  select(id: string | null): void {
    this.selected = id;
    if (id !== null) this.recent = [id, ...this.recent.filter((one) => one !== id)];
  }

  /** One chat down or up the list. */
  move(by: 1 | -1): void {
    const ids = [...this.chats.keys()];
    if (ids.length === 0) return;
    const at = this.selected === null ? -1 : ids.indexOf(this.selected);
    const next = at === -1 ? 0 : (at + by + ids.length) % ids.length;
    this.select(ids[next] ?? null);
  }

  /** Takes over what an answer says of her desk. */
  dutyIs(answer: Answer<Duty>): void {
    if (!answer.ok) {
      this.failed(answer.problem);
      return;
    }
    this.dutyAt = serverNow();
    this.duty.set(answer.value);
  }

  /** It is not hers to see any more. */
  letGo(id: string): void {
    this.drop(id);
    this.moved += 1;
  }

  /** Opens what an answer says is hers now. */
  opened(conversation: Conversation): void {
    this.know(conversation);
    this.select(conversation.id);
  }

  say(notice: Notice): void {
    this.notice = notice;
    clearTimeout(this.noticeTimer);
    this.noticeTimer = setTimeout(() => (this.notice = null), noticeShown);
  }

  failed(problem: Problem): void {
    if (problem.code === 'unauthenticated') door.lost();
    else this.say({ is: 'problem', problem });
  }

  label(id: string): string {
    return this.chats.get(id)?.conversation?.label ?? '';
  }

  /** Keeps what an answer says of a conversation that is hers to read. */
  know(conversation: Conversation): void {
    if (conversation.state === 'closed' || conversation.channels.length === 0) return;
    const chat = this.chatWith(conversation.id);
    chat.conversation = conversation;
    chat.state = conversation.state;
    chat.follow(conversation.channels);
  }

  private chatWith(id: string): Chat {
    const known = this.chats.get(id);
    if (known !== undefined) return known;
    const chat = new Chat(id, this.client);
    this.chats.set(id, chat);
    if (this.selected === null) this.select(id);
    return chat;
  }

  private chatOf(channel: string): Chat | undefined {
    return this.list.find((chat) => chat.has(channel));
  }

  /** Lets go of a chat, and looks at its neighbour. */
  drop(id: string): void {
    const chat = this.chats.get(id);
    if (chat === undefined) return;
    const ids = [...this.chats.keys()];
    const at = ids.indexOf(id);
    this.chats.delete(id);
    chat.dispose();
    this.recent = this.recent.filter((one) => one !== id);
    if (this.selected === id) {
      this.selected = null;
      const next = ids[at + 1] ?? ids[at - 1];
      if (next !== undefined) this.select(next);
    }
  }

  private lined(line: Line): void {
    this.line = line;
    if (line.is === 'ended') {
      switch (line.why) {
        case 'signed_out':
          door.lost();
          break;
        case 'replaced':
        case 'forbidden':
        case 'protocol':
          break;
        default:
          never(line.why);
      }
    }
  }

  private heard(news: News): void {
    switch (news.type) {
      case 'welcome': {
        const mine = new Set<string>();
        for (const { conversation, state, channels } of news.conversations) {
          if (state !== 'active' && state !== 'wrap_up') continue;
          mine.add(conversation);
          this.meet(conversation, state, channels);
        }
        for (const id of [...this.chats.keys()]) if (!mine.has(id)) this.drop(id);
        // What is still offered is said again after this.
        this.offers = [];
        this.welcomed = true;
        this.moved += 1;
        void this.duty.load();
        void this.letters.list.load();
        if (this.is('supervisor')) {
          this.board.renew();
          void this.alerts.renew();
        }
        break;
      }
      case 'alert':
        this.moved += 1;
        this.alerts.raised(news.alert);
        break;
      case 'alert_gone':
        this.moved += 1;
        this.alerts.gone(news.alert);
        break;
      case 'wallboard':
        this.board.came(news.board);
        break;
      case 'conversation':
        this.moved += 1;
        this.changed(news.conversation, news.state, news.channels);
        break;
      case 'offer':
        this.offered({
          conversation: news.conversation,
          language: news.language,
          risk: news.risk,
          waitedSeconds: news.waitedSeconds,
          expiresAt: Date.parse(news.expiresAt),
        });
        break;
      case 'offer_gone':
        if (this.offers.some(({ conversation }) => conversation === news.conversation)) {
          this.offers = this.offers.filter(
            ({ conversation }) => conversation !== news.conversation,
          );
          if (!this.chats.has(news.conversation) && !this.steps.isBusy(news.conversation)) {
            this.say({ is: 'offer_gone' });
          }
        }
        break;
      case 'desk': {
        const { type: _, ...duty } = news;
        this.dutyAt = serverNow();
        this.moved += 1;
        this.duty.set(duty);
        break;
      }
      case 'typing':
        if (news.author.kind === 'visitor') this.chatOf(news.channel)?.heardTyping(news.active);
        break;
      case 'error':
        if (news.code === 'not_a_member' && news.channel !== null) this.expelled(news.channel);
        break;
      default:
        never(news);
    }
  }

  private offered(offer: Offer): void {
    const others = this.offers.filter(({ conversation }) => conversation !== offer.conversation);
    if (others.length === this.offers.length) alertOffer();
    this.offers = [...others, offer];
  }

  private changed(id: string, state: Conversation['state'], channels: Channel[]): void {
    const chat = this.chats.get(id);
    if (state === 'closed') {
      const label = this.label(id);
      if (chat !== undefined && !this.steps.isBusy(id)) {
        this.drop(id);
        this.say({ is: 'closed', label });
      }
    } else if (chat !== undefined || (channels.length > 0 && state !== 'offered')) {
      this.meet(id, state, channels);
    }
  }

  private meet(id: string, state: Conversation['state'], channels: Channel[]): void {
    const chat = this.chatWith(id);
    chat.state = state;
    chat.follow(channels);
    void this.learn(id);
  }

  /** Asks for what the frames do not say; once at a time, and once more if it changed meanwhile. */
  private async learn(id: string): Promise<void> {
    const running = this.asking.get(id);
    if (running !== undefined) {
      running.again = true;
      return;
    }
    const turn = { again: false };
    this.asking.set(id, turn);
    const answer = await api.fetchConversation(id);
    this.asking.delete(id);
    const chat = this.chats.get(id);
    if (chat === undefined) return;
    if (answer.ok) {
      chat.conversation = answer.value;
      if (!turn.again) chat.state = answer.value.state;
      chat.follow(answer.value.channels);
    }
    if (turn.again) void this.learn(id);
  }

  private expelled(channel: string): void {
    const chat = this.chatOf(channel);
    if (chat === undefined) return;
    const label = this.label(chat.id);
    this.drop(chat.id);
    this.moved += 1;
    // What she gave away herself needs no telling.
    if (!this.steps.isBusy(chat.id)) this.say({ is: 'taken_over', label });
  }
}
