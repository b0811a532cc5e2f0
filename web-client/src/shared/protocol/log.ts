// One channel as this page knows it: lines in order without a hole, and what is still on its way.

import type { Author, Held, Message } from '../types.ts';
import { sameAuthor } from '../authors.ts';
import type { HeldDoneFrame, HeldFrame, WithheldFrame } from './frames.ts';

/** So many lines of others that are held are remembered. */
const withheldKept = 20;

/** A line of ours that is not stored yet. It keeps its id however often it is sent. */
export interface Pending {
  id: string;
  body: string;
  at: string;
  /** The code of the refusal, where the server will not take it; `returned` where a person did not pass it on. */
  refused: string | null;
  /** The server has it, and a person reads it before the others do. */
  held: Held | null;
  /** What the person who returned it says. */
  note: string | null;
}

/** A line of ours that has just been written. */
export function written(id: string, body: string, at: string): Pending {
  return { id, body, at, refused: null, held: null, note: null };
}

/** A line that somebody wrote and we do not get yet. */
export type Withheld = Pick<WithheldFrame, 'id' | 'author' | 'at'>;

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
  /** Lines of the others that a person reads before we do. */
  withheld: readonly Withheld[] = [];
  /** Lines of ours that were changed before they were passed on. */
  edited: ReadonlySet<string> = new Set();
  /** Held lines that the server has not named again since the last `hello`. */
  private unsure = new Set<string>();

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
    // The talk went on: what its author had to wait for is no longer news.
    this.withheld = this.withheld.filter(
      ({ id, author }) => id !== line.id && !sameAuthor(author, line.author),
    );
    return 'new';
  }

  /** A person reads this line of ours first. After a reload it comes with its text. */
  hold({ id, reason, expiresAt, at, body }: HeldFrame): void {
    if (this.inFlight?.id === id) this.inFlight = null;
    this.unsure.delete(id);
    const known = this.pending.find((one) => one.id === id);
    const text = known?.body ?? body;
    if (text === null || this.lines.some((line) => line.id === id)) return;
    const line = { ...written(id, text, at), held: { reason, expiresAt } };
    this.pending =
      known === undefined
        ? [...this.pending, line]
        : this.pending.map((one) => (one === known ? line : one));
  }

  /** It was read. What was passed on follows as a line with the same id. */
  decided({ id, outcome, note }: HeldDoneFrame): void {
    // Also the answer to a line that was sent again and had been returned meanwhile.
    if (this.inFlight?.id === id) this.inFlight = null;
    this.unsure.delete(id);
    if (outcome === 'edited') this.edited = new Set([...this.edited, id]);
    if (outcome === 'returned') this.giveBack(id, note);
  }

  withhold({ id, author, at }: WithheldFrame): void {
    if (this.lines.some((line) => line.id === id)) return;
    this.withheld = [...this.withheld.filter((one) => one.id !== id), { id, author, at }].slice(
      -withheldKept,
    );
  }

  /** A new connection: the server names again what is still held. */
  greeted(): void {
    this.catching = true;
    this.withheld = [];
    this.unsure = new Set(this.pending.filter(({ held }) => held !== null).map(({ id }) => id));
  }

  /** We have all that was passed on meanwhile. What was held and is neither among it nor held still was returned. */
  caughtUp(): void {
    this.catching = false;
    for (const id of this.unsure) this.giveBack(id, null);
    this.unsure.clear();
  }

  private giveBack(id: string, note: string | null): void {
    this.pending = this.pending.map((one) =>
      one.id === id ? { ...one, held: null, refused: 'returned', note } : one,
    );
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
