// The one visit of this page: before, waiting, talking, closing. All of it lives in memory; the token alone is kept.

import { never } from '../shared/decode.ts';
import type { Answer, Problem } from '../shared/http.ts';
import { newId } from '../shared/ids.ts';
import { dial, timers, watchBrowser } from '../shared/protocol/browser.ts';
import { Client, type News } from '../shared/protocol/client.ts';
import type { Line } from '../shared/protocol/connection.ts';
import type { Pending } from '../shared/protocol/log.ts';
import type {
  Channel,
  ConversationState,
  Message,
  SafeNow,
  Status,
  Visit,
} from '../shared/types.ts';
import { fetchStatus, returnToVisit, startVisit } from './api.ts';
import { tellServer } from './exit.ts';
import { tidyWords } from './same-words.ts';
import { words } from './words/index.ts';

/** What the page shows. */
export type Moment =
  | { at: 'before' }
  | { at: 'return' }
  | { at: 'resuming' }
  | { at: 'talking' }
  | { at: 'gone'; why: 'signed_out' | 'replaced' | 'protocol' };

/** The only thing of a visit that outlives a reload, and only within its tab. */
const tokenKey = 'token';
const typingShown = 6_000;
const typingTold = 3_000;
/** "Connected again" is said for this long. */
const backShown = 4_000;

class Visiting {
  moment = $state<Moment>({ at: 'before' });
  status = $state<Status | null>(null);
  problem = $state<Problem | null>(null);
  busy = $state(false);

  /** What she is writing. In memory only, so that nothing she did not send stays behind. */
  nickname = $state('');
  safeNow = $state<SafeNow | null>(null);
  draft = $state('');
  enteredCode = $state('');

  returnCode = $state<string | null>(null);
  /** She has shown that she has it. */
  codeKnown = $state(false);
  state = $state<ConversationState>('waiting');
  position = $state<number | null>(null);
  estimate = $state<number | null>(null);
  counsellor = $state<string | null>(null);
  /** Somebody was with her before, so that waiting means "another one". */
  met = $state(false);
  line = $state.raw<Line>({ is: 'connecting' });
  justBack = $state(false);
  lines = $state.raw<readonly Message[]>([]);
  pending = $state.raw<readonly Pending[]>([]);
  liveFrom = $state(1);
  hasEarlier = $state(false);
  loading = $state(false);
  readByStaff = $state(0);
  typing = $state<string | null>(null);

  private client: Client | null = null;
  private unwatch = (): void => {};
  private channel: string | null = null;
  private token: string | null = null;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private backTimer: ReturnType<typeof setTimeout> | undefined;
  private toldTyping = 0;
  /** She pressed the exit: nothing that comes in after that is kept. */
  private abandoned = false;

  /** Begins with what this tab has: a visit to go on with, or the first screen. */
  begin(): void {
    const token = sessionStorage.getItem(tokenKey);
    if (token === null) {
      void this.askStatus();
    } else {
      this.moment = { at: 'resuming' };
      this.connect(token);
    }
  }

  async askStatus(): Promise<void> {
    const answer = await fetchStatus();
    if (answer.ok) this.status = answer.value;
  }

  async start(): Promise<void> {
    const answer = await this.ask(() =>
      startVisit({
        language: words.language,
        nickname: this.nickname,
        safeNow: this.safeNow,
        firstMessage: this.draft,
      }),
    );
    if (answer === null) return;
    this.draft = '';
    this.returnCode = answer.returnCode;
    this.enter(answer);
  }

  async comeBack(code: string): Promise<void> {
    const tidy = tidyWords(code);
    const answer = await this.ask(() => returnToVisit(tidy));
    if (answer === null) return;
    this.returnCode = tidy;
    this.codeKnown = true;
    this.enteredCode = '';
    this.enter(answer);
  }

  /** Shows another moment that needs no server. */
  show(moment: { at: 'before' } | { at: 'return' }): void {
    this.problem = null;
    this.moment = moment;
    if (moment.at === 'before') void this.askStatus();
  }

  /** Takes the visit back from another window. */
  here(): void {
    if (this.token === null) this.show({ at: 'before' });
    else this.connect(this.token);
  }

  send(): void {
    const body = this.draft.trim();
    if (body === '' || this.channel === null || this.client === null) return;
    this.draft = '';
    this.toldTyping = 0;
    this.client.post(this.channel, body);
  }

  /** Puts a line that was refused back into the box. */
  takeBack(id: string): void {
    if (this.channel === null) return;
    const body = this.client?.takeBack(this.channel, id) ?? null;
    if (body !== null) this.draft = this.draft === '' ? body : `${body}\n${this.draft}`;
  }

  /** She is writing: tell the counsellor now and then, not at every key. */
  wrote(): void {
    if (this.channel === null) return;
    const empty = this.draft.trim() === '';
    const now = Date.now();
    if (empty && this.toldTyping === 0) return;
    if (!empty && now - this.toldTyping < typingTold) return;
    this.toldTyping = empty ? 0 : now;
    this.client?.typing(this.channel, !empty);
  }

  /** The end of the log is on the screen. */
  seen(): void {
    if (this.channel !== null && document.visibilityState === 'visible') {
      this.client?.read(this.channel);
    }
  }

  earlier(): void {
    if (this.channel !== null) this.client?.earlier(this.channel);
  }

  /** Who is with her; after a reload known by the last line only. */
  get who(): string | null {
    if (this.state !== 'active' && this.state !== 'wrap_up') return null;
    return (
      this.counsellor ??
      this.lines.findLast(({ author }) => author.kind !== 'visitor')?.author.name ??
      null
    );
  }

  /** Somebody of the staff has written a line in this conversation. */
  get answered(): boolean {
    return answered(this.lines) > 0;
  }

  /** For the exit. */
  currentToken(): string | null {
    return this.token ?? sessionStorage.getItem(tokenKey);
  }

  /** For the exit: as if she had never been here. */
  abandon(): void {
    this.abandoned = true;
    this.close();
  }

  private close(): void {
    this.unwatch();
    this.client?.connection.stop();
    this.client = null;
  }

  private async ask<T>(call: () => Promise<Answer<T>>): Promise<T | null> {
    if (this.busy) return null;
    this.busy = true;
    this.problem = null;
    const answer = await call();
    this.busy = false;
    if (answer.ok) return answer.value;
    this.problem = answer.problem;
    return null;
  }

  private enter({ token }: Visit): void {
    if (this.abandoned) {
      // The answer was on its way when she left.
      tellServer(token);
      return;
    }
    sessionStorage.setItem(tokenKey, token);
    this.connect(token);
  }

  private connect(token: string): void {
    this.close();
    this.token = token;
    this.channel = null;
    this.lines = [];
    this.pending = [];
    this.state = 'waiting';
    this.met = false;
    this.counsellor = null;
    const client = new Client({
      dial,
      timers,
      random: Math.random,
      token,
      newId,
      now: () => new Date().toISOString(),
      onLine: (line) => this.lined(line),
      onLog: (channel) => this.logged(channel),
      onNews: (news) => this.heard(news),
    });
    this.client = client;
    this.unwatch = watchBrowser(client.connection);
    client.connection.start();
  }

  private lined(line: Line): void {
    const was = this.line.is;
    this.line = line;
    this.typing = null;
    if (line.is === 'ended') this.ended(line.why);
    if (line.is === 'waiting') this.justBack = false;
    if (line.is === 'live' && was !== 'live' && this.moment.at === 'talking') {
      this.justBack = this.lines.length > 0 || this.pending.length > 0;
      clearTimeout(this.backTimer);
      this.backTimer = setTimeout(() => (this.justBack = false), backShown);
    }
  }

  private ended(why: 'replaced' | 'signed_out' | 'forbidden' | 'protocol'): void {
    switch (why) {
      case 'replaced':
        this.moment = { at: 'gone', why };
        break;
      case 'signed_out':
      case 'forbidden':
        sessionStorage.removeItem(tokenKey);
        this.token = null;
        // After the end the token dies by itself; the last page stays.
        if (this.state !== 'closed') this.moment = { at: 'gone', why: 'signed_out' };
        break;
      case 'protocol':
        this.moment = { at: 'gone', why };
        break;
      default:
        never(why);
    }
  }

  private heard(news: News): void {
    switch (news.type) {
      case 'welcome': {
        const [conversation] = news.conversations;
        if (conversation === undefined) {
          this.close();
          this.ended('signed_out');
          break;
        }
        this.moment = { at: 'talking' };
        this.become(conversation);
        break;
      }
      case 'conversation':
        this.counsellor = news.counsellor;
        this.become(news);
        break;
      case 'typing':
        this.typing = news.active ? (news.author.name ?? words.t('talk.counsellor')) : null;
        clearTimeout(this.typingTimer);
        this.typingTimer = setTimeout(() => (this.typing = null), typingShown);
        break;
      case 'error':
      case 'offer':
      case 'offer_gone':
      case 'desk':
      case 'alert':
      case 'alert_gone':
      case 'wallboard':
        break;
      default:
        never(news);
    }
  }

  private become(news: {
    state: ConversationState;
    position: number | null;
    estimatedWaitSeconds: number | null;
    channels: Channel[];
  }): void {
    this.state = news.state;
    this.position = news.position;
    this.estimate = news.estimatedWaitSeconds;
    if (news.state === 'active' || news.state === 'wrap_up') this.met = true;
    const main = news.channels.find(({ kind }) => kind === 'main');
    if (main !== undefined && this.channel !== main.channel) {
      this.channel = main.channel;
      this.client?.follow(main);
    }
    if (this.channel !== null) this.logged(this.channel);
  }

  private logged(channel: string): void {
    const log = this.client?.log(channel);
    if (log === undefined || channel !== this.channel) return;
    const last = this.lines.at(-1)?.seq ?? 0;
    const arrived = log.lines.at(-1);
    if (arrived !== undefined && arrived.seq > last && arrived.author.kind !== 'visitor') {
      this.typing = null;
    }
    this.lines = log.lines;
    this.pending = log.pending;
    this.liveFrom = log.liveFrom;
    this.hasEarlier = log.hasEarlier;
    this.loading = log.loading;
    this.readByStaff = Math.max(log.readBy.staff, answered(log.lines));
  }
}

/** Whoever answered has read what came before; marks from before a reload are known by that alone. */
function answered(lines: readonly Message[]): number {
  return lines.findLast(({ author }) => author.kind !== 'visitor')?.seq ?? 0;
}

export const visit = new Visiting();
