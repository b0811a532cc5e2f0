//! A server and a clock made of memory: what a client does when frames, silence and close codes come.

import { Client, type News } from '../src/shared/protocol/client.ts';
import type { Ears, Line, Timers } from '../src/shared/protocol/connection.ts';

export const channel = '00000000-0000-4000-8000-00000000000c';
export const conversation = '00000000-0000-4000-8000-00000000000a';

/** Time that passes only when told to. */
export class Time implements Timers {
  now = 0;
  private waiting: { at: number; run: () => void }[] = [];

  after(ms: number, run: () => void): () => void {
    const entry = { at: this.now + ms, run };
    this.waiting.push(entry);
    return () => {
      this.waiting = this.waiting.filter((one) => one !== entry);
    };
  }

  pass(ms: number): void {
    const until = this.now + ms;
    for (;;) {
      const next = this.waiting.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.waiting = this.waiting.filter((one) => one !== next);
      this.now = next.at;
      next.run();
    }
    this.now = until;
  }
}

export type Frame = Record<string, unknown> & { type: string };

/** One socket as the server sees it. */
export class Socket {
  readonly got: Frame[] = [];
  hungUp = false;
  readonly ears: Ears;

  constructor(ears: Ears) {
    this.ears = ears;
  }

  /** The frames of one type that the client sent. */
  all(type: string): Frame[] {
    return this.got.filter((frame) => frame.type === type);
  }

  last(type: string): Frame {
    const frame = this.all(type).at(-1);
    if (frame === undefined) throw new Error(`no ${type} was sent`);
    return frame;
  }

  say(frame: Frame): void {
    this.ears.received(JSON.stringify(frame));
  }

  welcome(lastSeq = 0, readSeq = 0): void {
    this.ears.opened();
    this.say({
      type: 'welcome',
      ref: 1,
      protocol: 1,
      heartbeat_seconds: 20,
      you: { kind: 'visitor', name: null },
      conversations: [
        {
          conversation,
          state: 'active',
          position: null,
          estimated_wait_seconds: null,
          channels: [{ channel, kind: 'main', last_seq: lastSeq, read_seq: readSeq }],
        },
      ],
    });
  }

  message(seq: number, body = `line ${seq}`, id = `id-${seq}`): void {
    this.say({ type: 'message', ...line(seq, body, id) });
  }

  /** Commits the line that was sent last, under a number. */
  store(seq: number): void {
    const { ref, id } = this.last('send');
    this.say({ type: 'stored', ref, channel, id, seq, at: at(seq) });
  }
}

export const at = (seq: number): string =>
  new Date(Date.UTC(2026, 0, 1) + seq * 1_000).toISOString();

export function line(seq: number, body = `line ${seq}`, id = `id-${seq}`): Record<string, unknown> {
  return { channel, seq, id, author: { kind: 'counsellor', name: '하루' }, body, at: at(seq) };
}

/** A client with everything around it in hand. */
export class Bench {
  readonly time = new Time();
  readonly sockets: Socket[] = [];
  readonly lines: Line[] = [];
  readonly news: News[] = [];
  readonly client: Client;
  private ids = 0;

  constructor({ random = 1, token = 'secret' }: { random?: number; token?: string | null } = {}) {
    this.client = new Client({
      dial: (ears) => {
        const socket = new Socket(ears);
        this.sockets.push(socket);
        return {
          send: (text) => socket.got.push(JSON.parse(text)),
          close: () => {
            socket.hungUp = true;
          },
        };
      },
      timers: this.time,
      random: () => random,
      token,
      newId: () => `mine-${(this.ids += 1)}`,
      now: () => at(0),
      onLog: () => {},
      onNews: (news) => this.news.push(news),
      onLine: (state) => this.lines.push(state),
    });
    this.client.connection.start();
  }

  get socket(): Socket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('the client has not dialled');
    return socket;
  }

  get seqs(): number[] {
    return this.client.log(channel)?.lines.map(({ seq }) => seq) ?? [];
  }

  get pending(): string[] {
    return this.client.log(channel)?.pending.map(({ body }) => body) ?? [];
  }

  /** Cuts the line and lets the client come back. */
  reconnect(code = 1006): void {
    const before = this.sockets.length;
    this.socket.ears.closed(code);
    this.time.pass(30_000);
    if (this.sockets.length === before) throw new Error('the client did not come back');
  }
}
