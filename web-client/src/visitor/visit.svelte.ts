// The one visit of this page: before, waiting, talking, closing. All of it lives in memory; the token alone is kept.

import { never } from '../shared/decode.ts';
import { failed, type Answer, type Problem } from '../shared/http.ts';
import { newId } from '../shared/ids.ts';
import { dial, timers, watchBrowser } from '../shared/protocol/browser.ts';
import { Client, type News } from '../shared/protocol/client.ts';
import type { Line } from '../shared/protocol/connection.ts';
import type {
  CameBack,
  Channel,
  ConversationState,
  Helpline,
  SafeNow,
  Status,
} from '../shared/types.ts';
import { fetchChallenge, fetchStatus, returnToVisit } from './api.ts';
import { Prover } from './challenge/prover.svelte.ts';
import { tellServer } from './exit.ts';
import type { Conclusion, Moment } from './moment.ts';
import { beginVisit } from './opening.ts';
import { Said } from './said.svelte.ts';
import { tidyWords } from './same-words.ts';
import { words } from './words/index.ts';

/** The only thing of a visit that outlives a reload, and only within its tab. */
const tokenKey = 'token';
const typingShown = 6_000;
const typingTold = 3_000;
/** "Connected again" is said for this long. */
const backShown = 4_000;
/** Whoever waits asks no more often how many are on duty. */
const statusKept = 30_000;
/** A wait of so many seconds is long: she may rather leave a letter. */
const longWait = 600;

export class Visiting {
  moment = $state<Moment>({ at: 'before' });
  status = $state<Status | null>(null);
  problem = $state<Problem | null>(null);
  busy = $state(false);

  /** What she is writing. In memory only, so that nothing she did not send stays behind. */
  nickname = $state('');
  safeNow = $state<SafeNow | null>(null);
  draft = $state('');
  enteredCode = $state('');

  readonly prover = new Prover(fetchChallenge);

  returnCode = $state<string | null>(null);
  /** In place of the last of her words it opens an empty page. Known for a new visit only. */
  duressWord = $state<string | null>(null);
  /** She has shown that she has it. */
  codeKnown = $state(false);
  state = $state<ConversationState>('waiting');
  position = $state<number | null>(null);
  estimate = $state<number | null>(null);
  counsellor = $state<string | null>(null);
  /** Who talked with her before she came back. */
  former = $state.raw<CameBack['counsellor']>(null);
  /** Numbers that the server wants her to see now. */
  helplines = $state.raw<readonly Helpline[]>([]);
  /** She has folded them away. */
  helplinesFolded = $state(false);
  /** She is thinking about leaving a letter. */
  letterOpen = $state(false);
  /** Somebody was with her before, so that waiting means "another one". */
  met = $state(false);
  line = $state.raw<Line>({ is: 'connecting' });
  justBack = $state(false);
  /** Speaks for her; null once it is dead, and then the last page can only be read. */
  token = $state.raw<string | null>(null);
  readonly said = new Said();
  typing = $state<string | null>(null);

  private client: Client | null = null;
  private unwatch = (): void => {};
  private channel: string | null = null;
  private typingTimer: ReturnType<typeof setTimeout> | undefined;
  private backTimer: ReturnType<typeof setTimeout> | undefined;
  private toldTyping = 0;
  private askedStatus = 0;
  private concluding = false;
  /** She pressed the exit: nothing that comes in after that is kept. */
  private abandoned = false;

  /** Begins with what this tab has: a visit to go on with, or the first screen. */
  begin(): void {
    const token = sessionStorage.getItem(tokenKey);
    if (token === null) {
      void this.askStatus();
    } else {
      this.connect(token);
    }
  }

  async askStatus(): Promise<void> {
    this.askedStatus = Date.now();
    const answer = await fetchStatus();
    if (!answer.ok) return;
    this.status = answer.value;
    if (answer.value.challenge && this.moment.at === 'before' && !this.abandoned) {
      this.prover.prepare();
    }
  }

  async start(): Promise<void> {
    if (this.moment.at !== 'before') return;
    let told = '';
    const answer = await this.ask(() =>
      beginVisit(
        () => {
          told = this.draft;
          return {
            language: words.language,
            nickname: this.nickname,
            safeNow: this.safeNow,
            firstMessage: told,
          };
        },
        this.prover,
        this.status?.challenge ?? false,
      ),
    );
    if (answer === null) return;
    // What she went on to write meanwhile is hers still.
    this.draft = this.draft.startsWith(told) ? this.draft.slice(told.length).trim() : this.draft;
    this.returnCode = answer.returnCode;
    this.duressWord = answer.duressWord;
    this.codeKnown = false;
    this.former = null;
    this.enter(answer.token);
  }

  async comeBack(code: string): Promise<void> {
    const tidy = tidyWords(code);
    const answer = await this.ask(() => returnToVisit(tidy));
    if (answer === null) return;
    this.enteredCode = '';
    if (answer.harmless) {
      this.conclude({ at: 'harmless' });
      return;
    }
    // The word for the empty page belongs to these words; where they are others, it is not known.
    if (this.returnCode !== tidy) this.duressWord = null;
    this.returnCode = tidy;
    this.codeKnown = true;
    this.former = answer.counsellor;
    this.enter(answer.token);
  }

  /** Shows another moment that needs no server. What a talk that is over still says would take her back to it. */
  show(moment: { at: 'before' } | { at: 'return' }): void {
    this.close();
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
    return this.counsellor ?? this.said.lastSpeaker;
  }

  /** For the exit. */
  currentToken(): string | null {
    return this.token ?? sessionStorage.getItem(tokenKey);
  }

  /** Asks for what ends her talk for this window. Null where it did; then the page says so. */
  async concludeBy<T>(
    call: (token: string) => Promise<Answer<T>>,
    moment: (value: T) => Conclusion,
  ): Promise<Problem | null> {
    const token = this.currentToken();
    if (token === null) return failed('unauthenticated').problem;
    // Her token may die, and the socket with it, before the answer is here.
    this.concluding = true;
    const answer = await call(token);
    this.concluding = false;
    if (answer.ok) {
      this.conclude(moment(answer.value));
      return null;
    }
    if (this.line.is === 'ended') this.ended(this.line.why);
    // No socket need be left to say so: a talk that is over has none.
    else if (answer.problem.code === 'unauthenticated') this.ended('signed_out');
    return answer.problem;
  }

  /** Her talk is over for this window: nothing of it stays, and the page says why. */
  private conclude(moment: Conclusion): void {
    this.close();
    sessionStorage.removeItem(tokenKey);
    this.token = null;
    this.forget();
    this.returnCode = null;
    this.duressWord = null;
    this.codeKnown = false;
    this.nickname = '';
    this.safeNow = null;
    this.draft = '';
    this.former = null;
    this.problem = null;
    this.moment = moment;
  }

  /** She waits, and as far as is known nobody is on duty. */
  get nobodyThere(): boolean {
    return this.state === 'waiting' && this.status?.onDuty === 0;
  }

  /** She may leave what she wrote for later: nobody is there, or not for long. At it, she may finish. */
  get mayLeaveLetter(): boolean {
    if (this.state !== 'waiting' && this.state !== 'offered') return false;
    if (this.letterOpen) return true;
    return (
      this.state === 'waiting' &&
      (this.former?.onDuty === false ||
        this.estimate === null ||
        this.estimate >= longWait ||
        this.nobodyThere)
    );
  }

  /** Puts a held line into the box, so that she can say the rest. The line stays with who looks at it. */
  rewrite(id: string): void {
    const line = this.said.pending.find((one) => one.id === id);
    if (line !== undefined && this.draft.trim() === '') this.draft = line.body;
  }

  /** For the exit: as if she had never been here. */
  abandon(): void {
    this.abandoned = true;
    this.prover.cancel();
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

  private enter(token: string): void {
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
    this.keepUnsent();
    this.forget();
    this.token = token;
    // The button that brought her here is gone at once: pressed again, it would begin a second talk.
    if (this.moment.at !== 'talking') this.moment = { at: 'resuming' };
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

  /** What has not reached the server is hers still: it goes back into the box, before what she is writing. */
  private keepUnsent(): void {
    const unsent = this.said.pending.filter(({ held }) => held === null);
    this.draft = [...unsent.map(({ body }) => body), this.draft]
      .filter((text) => text !== '')
      .join('\n');
  }

  /** Empties what is known of a conversation. */
  private forget(): void {
    this.channel = null;
    this.said.clear();
    this.helplines = [];
    this.helplinesFolded = false;
    this.letterOpen = false;
    this.state = 'waiting';
    this.position = null;
    this.estimate = null;
    this.met = false;
    this.counsellor = null;
    this.typing = null;
  }

  private lined(line: Line): void {
    const was = this.line.is;
    this.line = line;
    this.typing = null;
    if (line.is === 'ended') {
      if (was === 'live' && line.why === 'signed_out' && this.state !== 'closed') this.hide();
      this.ended(line.why);
    }
    if (line.is === 'waiting') this.justBack = false;
    if (line.is === 'live' && was !== 'live' && this.moment.at === 'talking') {
      this.justBack = this.said.lines.length > 0 || this.said.pending.length > 0;
      clearTimeout(this.backTimer);
      this.backTimer = setTimeout(() => (this.justBack = false), backShown);
    }
  }

  /**
   * Shut from outside while it was open. A token that dies of age dies while nobody is connected: this is her coming
   * back elsewhere, perhaps because somebody sits down here. Whoever that is gets neither her words nor her draft, nor
   * in a talk of her own what was on its way.
   */
  private hide(): void {
    this.forget();
    this.returnCode = null;
    this.duressWord = null;
    this.draft = '';
    this.nickname = '';
  }

  private ended(why: 'replaced' | 'signed_out' | 'forbidden' | 'protocol'): void {
    if (this.concluding) return;
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
    helplines: readonly Helpline[];
  }): void {
    this.state = news.state;
    if (news.state !== 'waiting' && news.state !== 'offered') this.letterOpen = false;
    if (news.helplines.length === 0) this.helplinesFolded = false;
    this.helplines = news.helplines;
    // Whoever waits is told honestly whether anybody is there.
    if (news.state === 'waiting' && Date.now() - this.askedStatus > statusKept) {
      void this.askStatus();
    }
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
    if (this.said.take(log)) this.typing = null;
  }
}

export const visit = new Visiting();
