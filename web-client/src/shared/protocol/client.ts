// The chat client: a connection and the logs of its channels. Nothing typed is lost, nothing is shown twice.

import { never } from '../decode.ts';
import type { Author, Channel } from '../types.ts';
import { Connection, type Line, type Options, type Timers } from './connection.ts';
import type { ClientFrame, ServerFrame } from './frames.ts';
import { Log, written } from './log.ts';

/** News that is not part of a log, for the stores. */
export type News = Exclude<
  ServerFrame,
  {
    type:
      | 'message'
      | 'stored'
      | 'held'
      | 'held_done'
      | 'withheld'
      | 'caught_up'
      | 'history'
      | 'pong'
      | 'read';
  }
>;

export interface Settings extends Pick<Options, 'dial' | 'random'> {
  timers: Timers;
  /** The visitor's token; staff have none. */
  token: string | null;
  newId: () => string;
  now: () => string;
  /** Something in this channel's log is different now. */
  onLog: (channel: string) => void;
  onNews: (news: News) => void;
  onLine: (line: Line) => void;
}

const historyPage = 50;
/** Who was told "slow down" or "unavailable" tries the same line again after this. */
const sendAgain = 2_500;

export class Client {
  readonly connection: Connection;
  me: Author = { kind: 'visitor', name: null };
  private readonly settings: Settings;
  private readonly logs = new Map<string, Log>();
  private refs = 0;

  constructor(settings: Settings) {
    this.settings = settings;
    this.connection = new Connection({
      dial: settings.dial,
      timers: settings.timers,
      random: settings.random,
      hello: () => this.hello(),
      onFrame: (frame) => this.received(frame),
      onLine: (line) => {
        if (line.is !== 'live') this.interrupted();
        settings.onLine(line);
      },
    });
  }

  log(channel: string): Log | undefined {
    return this.logs.get(channel);
  }

  /** Starts to keep a channel that we have become a member of. */
  follow({ channel, lastSeq, readSeq }: Channel): void {
    const log = this.logs.get(channel) ?? this.begin(channel, lastSeq);
    log.readSeq = Math.max(log.readSeq, readSeq);
    if (!log.begun) {
      log.begun = true;
      this.earlier(channel);
    }
    this.settings.onLog(channel);
  }

  /** Lets go of a channel that is no longer ours. */
  forget(channel: string): void {
    this.logs.delete(channel);
  }

  /** Sends a line, now or as soon as there is a connection. Answers its id. */
  post(channel: string, body: string): string {
    const id = this.settings.newId();
    const log = this.logs.get(channel);
    if (log === undefined) return id;
    log.pending = [...log.pending, written(id, body, this.settings.now())];
    this.settings.onLog(channel);
    this.pump(log);
    return id;
  }

  /** Takes back a line that the server refused. Answers its text, for the box it came from. */
  takeBack(channel: string, id: string): string | null {
    const log = this.logs.get(channel);
    const line = log?.pending.find((one) => one.id === id && one.refused !== null);
    if (log === undefined || line === undefined) return null;
    log.pending = log.pending.filter((one) => one !== line);
    this.settings.onLog(channel);
    return line.body;
  }

  typing(channel: string, active: boolean): void {
    this.connection.send({ type: 'typing', channel, active });
  }

  /** Asks for the wallboard on every change of it, or no more. False where there is no line. */
  watch(active: boolean): boolean {
    return this.connection.send({ type: 'watch', ref: this.ref(), active });
  }

  /** Everything in this channel has been seen. */
  read(channel: string): void {
    const log = this.logs.get(channel);
    if (log === undefined || log.last <= log.readSeq) return;
    if (this.connection.send({ type: 'read', channel, seq: log.last })) {
      log.readSeq = log.last;
      this.settings.onLog(channel);
    }
  }

  /** Asks for the page of history before what we have. */
  earlier(channel: string): void {
    const log = this.logs.get(channel);
    if (log === undefined || log.loading || !log.hasEarlier) return;
    const before = log.first;
    log.loading = this.connection.send({
      type: 'history',
      ref: this.ref(),
      channel,
      before,
      limit: historyPage,
    });
    this.settings.onLog(channel);
  }

  private hello(): ClientFrame {
    const resume = [...this.logs.values()].map((log) => {
      log.greeted();
      return { channel: log.channel, after: log.last };
    });
    const { token } = this.settings;
    const frame: ClientFrame = { type: 'hello', ref: this.ref(), protocol: 1, resume };
    return token === null ? frame : { ...frame, token };
  }

  private received(frame: ServerFrame): void {
    switch (frame.type) {
      case 'welcome':
        this.me = frame.you;
        for (const { channels } of frame.conversations) {
          for (const channel of channels) this.follow(channel);
        }
        this.settings.onNews(frame);
        break;
      case 'message': {
        const log = this.logs.get(frame.channel) ?? this.begin(frame.channel, frame.seq - 1);
        const { type: _, ...line } = frame;
        this.took(log, log.take(line));
        break;
      }
      case 'stored': {
        const log = this.logs.get(frame.channel);
        if (log === undefined) break;
        this.took(log, log.stored(frame.id, frame.seq, frame.at, this.me));
        this.pump(log);
        break;
      }
      case 'held': {
        const log = this.logs.get(frame.channel);
        if (log === undefined) break;
        log.hold(frame);
        this.settings.onLog(frame.channel);
        this.pump(log);
        break;
      }
      case 'held_done': {
        const log = this.logs.get(frame.channel);
        if (log === undefined) break;
        log.decided(frame);
        this.settings.onLog(frame.channel);
        this.pump(log);
        break;
      }
      case 'withheld': {
        const log = this.logs.get(frame.channel);
        if (log === undefined) break;
        log.withhold(frame);
        this.settings.onLog(frame.channel);
        break;
      }
      case 'caught_up': {
        const log = this.logs.get(frame.channel);
        if (log === undefined) break;
        log.caughtUp();
        this.settings.onLog(frame.channel);
        this.pump(log);
        break;
      }
      case 'history': {
        const log = this.logs.get(frame.channel);
        if (log === undefined) break;
        log.prepend(frame.messages);
        this.settings.onLog(frame.channel);
        break;
      }
      case 'read': {
        const log = this.logs.get(frame.channel);
        if (log === undefined) break;
        const by = frame.author.kind === 'visitor' ? 'visitor' : 'staff';
        log.readBy = { ...log.readBy, [by]: Math.max(log.readBy[by], frame.seq) };
        this.settings.onLog(frame.channel);
        break;
      }
      case 'error':
        this.refused(frame);
        this.settings.onNews(frame);
        break;
      case 'pong':
        break;
      case 'typing':
      case 'conversation':
      case 'offer':
      case 'offer_gone':
      case 'desk':
      case 'alert':
      case 'alert_gone':
      case 'wallboard':
        this.settings.onNews(frame);
        break;
      default:
        never(frame);
    }
  }

  /** Keeps a channel from `last` on; a line may come before its channel is announced. */
  private begin(channel: string, last: number): Log {
    const log = new Log(channel, last);
    this.logs.set(channel, log);
    return log;
  }

  private took(log: Log, taken: 'new' | 'known' | 'gap'): void {
    // The server never leaves a hole on one socket. Should we see one, asking again from the
    // last line we have is always right.
    if (taken === 'gap') this.connection.drop();
    else this.settings.onLog(log.channel);
  }

  /** Sends the next line of a channel: one at a time, so that a refusal cannot change their order. */
  private pump(log: Log): void {
    if (log.catching || log.inFlight !== null) return;
    const next = log.pending.find(({ refused, held }) => refused === null && held === null);
    if (next === undefined) return;
    const ref = this.ref();
    const { channel } = log;
    if (this.connection.send({ type: 'send', ref, channel, id: next.id, body: next.body })) {
      log.inFlight = { ref, id: next.id };
    }
  }

  private refused(frame: {
    ref: number | null;
    code: string;
    channel: string | null;
    retry: boolean;
  }): void {
    for (const log of this.logs.values()) {
      const inFlight = log.inFlight;
      if (inFlight === null || frame.ref !== inFlight.ref) continue;
      if (frame.retry) {
        this.settings.timers.after(sendAgain, () => {
          if (log.inFlight === inFlight) log.inFlight = null;
          this.pump(log);
        });
      } else {
        log.inFlight = null;
        log.pending = log.pending.map((one) =>
          one.id === inFlight.id ? { ...one, refused: frame.code } : one,
        );
        this.pump(log);
      }
      this.settings.onLog(log.channel);
      return;
    }
    if (frame.code !== 'not_a_member' || frame.channel === null) {
      // A page of history that was refused may be asked for again.
      for (const log of this.logs.values()) log.loading = false;
    }
  }

  private interrupted(): void {
    for (const log of this.logs.values()) {
      log.inFlight = null;
      log.catching = false;
      // Ask once more for a page that will not come now.
      if (log.loading) log.begun = false;
      log.loading = false;
    }
  }

  private ref(): number {
    this.refs += 1;
    return this.refs;
  }
}
