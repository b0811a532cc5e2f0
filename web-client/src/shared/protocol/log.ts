// One channel as this page knows it: lines in order without a hole, and what is still on its way.

import type { Author, Message } from '../types.ts';

/** A line of ours that is not stored yet. It keeps its id however often it is sent. */
export interface Pending {
  id: string;
  body: string;
  at: string;
  /** The code of the refusal, where the server will not take it. */
  refused: string | null;
}

/** What became of a numbered line: taken, known before, or one before it is missing. */
export type Taken = 'new' | 'known' | 'gap';

export class Log {
  readonly channel: string;
  /** Ascending, contiguous. */
  lines: Message[] = [];
  pending: Pending[] = [];
  /** The highest number we have, or know that we need not have. */
  last: number;
  /** Our own reading mark. */
  readSeq = 0;
  /** How far the others have read, by the kind of reader. */
  readBy = { visitor: 0, staff: 0 };
  /** Lines from here on came while the page was open; what is below is history. */
  liveFrom: number;
  /** Its membership is known and its latest page of history asked for. */
  begun = false;
  /** A page of history is on its way. */
  loading = false;
  /** Between `hello` and `caught_up`: the server is repeating what we missed. */
  catching = false;
  /** The reference of the send that waits for its answer. */
  inFlight: { ref: number; id: string } | null = null;

  constructor(channel: string, last: number) {
    this.channel = channel;
    this.last = last;
    this.liveFrom = last + 1;
  }

  /** The lowest number we have: below it is history that we have not asked for. */
  get first(): number {
    return this.lines[0]?.seq ?? this.last + 1;
  }

  get hasEarlier(): boolean {
    return this.first > 1;
  }

  /** Takes the next line of the channel. */
  take(line: Message): Taken {
    if (line.seq > this.last + 1) return 'gap';
    this.settle(line.id);
    if (line.seq <= this.last) return 'known';
    this.lines = [...this.lines, line];
    this.last = line.seq;
    return 'new';
  }

  /** The server has committed a line of ours. */
  stored(id: string, seq: number, at: string, me: Author): Taken {
    const pending = this.pending.find((one) => one.id === id);
    if (pending === undefined) return seq > this.last + 1 ? 'gap' : 'known';
    const { body } = pending;
    return this.take({ channel: this.channel, seq, id, author: me, body, at });
  }

  /** Puts a page of history before what we have. */
  prepend(messages: readonly Message[]): void {
    this.loading = false;
    const older = messages.filter(({ seq }) => seq < this.first);
    // A page that does not reach up to what we have would leave a hole.
    if (older.at(-1)?.seq !== this.first - 1) return;
    this.lines = [...older, ...this.lines];
  }

  /** A line of ours is known to the server: it is no longer on its way. */
  private settle(id: string): void {
    if (this.inFlight?.id === id) this.inFlight = null;
    if (this.pending.some((one) => one.id === id)) {
      this.pending = this.pending.filter((one) => one.id !== id);
    }
  }
}
