// What was said, as the page shows it: the log of the main channel, mirrored for the views.

import type { Log, Pending, Withheld } from '../shared/protocol/log.ts';
import type { Message } from '../shared/types.ts';

export class Said {
  lines = $state.raw<readonly Message[]>([]);
  pending = $state.raw<readonly Pending[]>([]);
  /** Lines of the others that a person reads first. */
  withheld = $state.raw<readonly Withheld[]>([]);
  /** Her lines that were changed before they were passed on. */
  edited = $state.raw<ReadonlySet<string>>(new Set());
  liveFrom = $state(1);
  hasEarlier = $state(false);
  loading = $state(false);
  readByStaff = $state(0);

  /** Takes over what the client knows. True where somebody of the staff has said something new. */
  take(log: Log): boolean {
    const last = this.lines.at(-1)?.seq ?? 0;
    const arrived = log.lines.at(-1);
    this.lines = log.lines;
    this.pending = log.pending;
    this.withheld = log.withheld;
    this.edited = log.edited;
    this.liveFrom = log.liveFrom;
    this.hasEarlier = log.hasEarlier;
    this.loading = log.loading;
    this.readByStaff = Math.max(log.readBy.staff, this.answeredTo);
    return arrived !== undefined && arrived.seq > last && arrived.author.kind !== 'visitor';
  }

  clear(): void {
    this.lines = [];
    this.pending = [];
    this.withheld = [];
    this.edited = new Set();
    this.hasEarlier = false;
    this.loading = false;
    this.readByStaff = 0;
  }

  /** Somebody of the staff has written a line in this conversation. */
  get answered(): boolean {
    return this.answeredTo > 0;
  }

  /** The name of whoever of the staff spoke last. */
  get lastSpeaker(): string | null {
    return this.lines.findLast(({ author }) => author.kind !== 'visitor')?.author.name ?? null;
  }

  /** There is a line of hers that can be answered. What is held cannot yet. */
  get hers(): boolean {
    return this.lines.some(({ author }) => author.kind === 'visitor');
  }

  /** A line of hers has not reached the server yet. */
  get sending(): boolean {
    return this.pending.some(({ held, refused }) => held === null && refused === null);
  }

  /** Whoever answered has read what came before; marks from before a reload are known by that alone. */
  private get answeredTo(): number {
    return this.lines.findLast(({ author }) => author.kind !== 'visitor')?.seq ?? 0;
  }
}
