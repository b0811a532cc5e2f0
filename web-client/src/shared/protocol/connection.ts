// One socket that comes back by itself: hello, heartbeat, backoff and the rules of the close codes.

import { decodeFrame, type ClientFrame, type ServerFrame } from './frames.ts';

/** An open socket. */
export interface Wire {
  send(text: string): void;
  close(): void;
}

/** What a socket reports. */
export interface Ears {
  opened(): void;
  received(text: string): void;
  closed(code: number): void;
}

/** Opens a socket. */
export type Dial = (ears: Ears) => Wire;

export interface Timers {
  /** Calls `run` once after `ms`; the answer cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** How it stands. `waiting`: cut off, and it will try again by itself. `ended`: it will not. */
export type Line =
  | { is: 'connecting' }
  | { is: 'live' }
  | { is: 'waiting' }
  | { is: 'ended'; why: 'replaced' | 'signed_out' | 'forbidden' | 'protocol' };

export interface Options {
  dial: Dial;
  timers: Timers;
  /** From 0 to 1, for the jitter. */
  random: () => number;
  hello: () => ClientFrame;
  /** Called for every frame, `welcome` included, after the line is live. */
  onFrame: (frame: ServerFrame) => void;
  onLine: (line: Line) => void;
}

const firstBackoff = 1_000;
const lastBackoff = 30_000;
const penalty = 60_000;
const helloPatience = 10_000;
const probePatience = 5_000;

export class Connection {
  line: Line = { is: 'connecting' };
  private readonly options: Options;
  private wire: Wire | null = null;
  private running = false;
  private heartbeat = 20_000;
  private failures = 0;
  /** True while the server's "too fast" keeps us away; no event shortens that. */
  private penalised = false;
  private cancelRetry = (): void => {};
  private cancelPing = (): void => {};
  private cancelSilence = (): void => {};
  private pings = 1_000_000;

  constructor(options: Options) {
    this.options = options;
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.dial();
  }

  /** Closes for good and reports nothing more. */
  stop(): void {
    this.running = false;
    this.hangUp();
    this.cancelRetry();
  }

  /** Sends a frame on a live line; false when there is none. */
  send(frame: ClientFrame): boolean {
    if (this.line.is !== 'live' || this.wire === null) return false;
    this.wire.send(JSON.stringify(frame));
    return true;
  }

  /** The page is seen again, or the network is back: try now, or check that the line still lives. */
  wake(): void {
    if (!this.running || this.penalised) return;
    switch (this.line.is) {
      case 'waiting':
        this.dial();
        break;
      case 'live':
        this.ping();
        this.listenFor(probePatience);
        break;
      case 'connecting':
      case 'ended':
        break;
    }
  }

  /** The line is of no use any more (the network went, or a number is missing): drop it and come back. */
  drop(): void {
    if (!this.running || this.wire === null) return;
    this.closed(1006);
  }

  private dial(): void {
    this.cancelRetry();
    this.hangUp();
    this.become({ is: 'connecting' });
    let mine: Wire | null = null;
    const current = (): boolean => this.running && mine !== null && this.wire === mine;
    mine = this.options.dial({
      opened: () => {
        if (current()) this.wire?.send(JSON.stringify(this.options.hello()));
      },
      received: (text) => {
        if (current()) this.received(text);
      },
      closed: (code) => {
        if (current()) this.closed(code);
      },
    });
    this.wire = mine;
    this.listenFor(helloPatience);
  }

  private received(text: string): void {
    let frame: ServerFrame | null;
    try {
      frame = decodeFrame(text);
    } catch {
      // A number that is missing because of this shows as a gap, and a gap is fetched again.
      return;
    }
    if (frame?.type === 'welcome') {
      this.heartbeat = Math.max(1, frame.heartbeatSeconds) * 1_000;
      this.failures = 0;
      this.become({ is: 'live' });
      this.pingLater();
    }
    if (this.line.is === 'live') this.listenFor(this.heartbeat * 2.5);
    if (frame !== null) this.options.onFrame(frame);
  }

  private closed(code: number): void {
    this.hangUp();
    if (code >= 4400) {
      this.become({ is: 'ended', why: reason(code) });
      return;
    }
    this.become({ is: 'waiting' });
    this.penalised = code === 4029;
    this.cancelRetry = this.options.timers.after(this.penalised ? penalty : this.backoff(), () => {
      this.penalised = false;
      this.dial();
    });
  }

  private backoff(): number {
    const full = Math.min(lastBackoff, firstBackoff * 2 ** this.failures);
    this.failures += 1;
    return full * (0.5 + this.options.random() / 2);
  }

  private ping(): void {
    this.pings += 1;
    this.send({ type: 'ping', ref: this.pings });
    this.pingLater();
  }

  private pingLater(): void {
    this.cancelPing();
    this.cancelPing = this.options.timers.after(this.heartbeat, () => this.ping());
  }

  /** Whoever is silent for longer than `ms` is gone. */
  private listenFor(ms: number): void {
    this.cancelSilence();
    this.cancelSilence = this.options.timers.after(ms, () => this.closed(1006));
  }

  private hangUp(): void {
    this.cancelPing();
    this.cancelSilence();
    const wire = this.wire;
    this.wire = null;
    wire?.close();
  }

  private become(line: Line): void {
    this.line = line;
    this.options.onLine(line);
  }
}

function reason(code: number): 'replaced' | 'signed_out' | 'forbidden' | 'protocol' {
  switch (code) {
    case 4401:
      return 'signed_out';
    case 4403:
      return 'forbidden';
    case 4409:
      return 'replaced';
    default:
      return 'protocol';
  }
}
