// What supervisors must see until one of them answers. The loud ones ring, again and again.

import type { Alert } from '../../shared/care-types.ts';
import type { Answer, Problem } from '../../shared/http.ts';
import type { Timers } from '../../shared/protocol/connection.ts';

export interface Around {
  timers: Timers;
  ring: () => void;
  notify: () => void;
  fetch: () => Promise<Answer<Alert[]>>;
  answer: (id: string) => Promise<Answer<null>>;
}

/** A loud alert rings again after this, in milliseconds. */
export const ringAgain = 4_000;

export class Alerts {
  private open = $state.raw<readonly Alert[]>([]);
  /** The one whose answer is on its way. */
  answering = $state<string | null>(null);
  /** Counts up when a message was held, or is held no more. */
  heldMoved = $state(0);
  private readonly around: Around;
  private cancelRing: (() => void) | null = null;
  /** Those that came or went while the list was on its way. */
  private came = new Set<string>();
  private went = new Set<string>();

  constructor(around: Around) {
    this.around = around;
  }

  /** The worst first, then the oldest. */
  get loud(): Alert[] {
    return this.open
      .filter(({ loud }) => loud)
      .sort((a, b) => b.risk - a.risk || a.raisedAt.localeCompare(b.raisedAt));
  }

  get soft(): Alert[] {
    return this.open.filter(({ loud }) => !loud);
  }

  get held(): number {
    return this.open.filter(({ kind }) => kind === 'held' || kind === 'contact').length;
  }

  raised(alert: Alert): void {
    this.came.add(alert.alert);
    const others = this.open.filter((one) => one.alert !== alert.alert);
    const known = others.length < this.open.length;
    this.open = [...others, alert];
    if (alert.kind === 'held' || alert.kind === 'contact') this.heldMoved += 1;
    if (!known && alert.loud) this.around.notify();
    this.keepRinging();
  }

  gone(id: string): void {
    this.went.add(id);
    const alert = this.open.find((one) => one.alert === id);
    if (alert?.kind === 'held' || alert?.kind === 'contact') this.heldMoved += 1;
    this.open = this.open.filter((one) => one.alert !== id);
    this.keepRinging();
  }

  /** After a new connection: what went while there was none is shown no more. */
  async renew(): Promise<void> {
    this.came.clear();
    this.went.clear();
    const answer = await this.around.fetch();
    if (!answer.ok) return;
    const listed = answer.value.filter(({ alert }) => !this.went.has(alert));
    const ids = new Set(listed.map(({ alert }) => alert));
    const since = this.open.filter(({ alert }) => this.came.has(alert) && !ids.has(alert));
    this.open = [...listed, ...since];
    this.heldMoved += 1;
    this.keepRinging();
  }

  /** Says that she looks after it. Null when that is so, or when somebody else does already. */
  async answer(id: string): Promise<Problem | null> {
    this.answering = id;
    const answer = await this.around.answer(id);
    this.answering = null;
    if (!answer.ok && answer.problem.code !== 'conflict' && answer.problem.code !== 'not_found') {
      return answer.problem;
    }
    this.gone(id);
    return null;
  }

  /** No desk any more. */
  close(): void {
    this.open = [];
    this.keepRinging();
  }

  private keepRinging(): void {
    if (this.loud.length === 0) {
      this.cancelRing?.();
      this.cancelRing = null;
    } else if (this.cancelRing === null) {
      this.ringNow();
    }
  }

  private ringNow(): void {
    this.around.ring();
    this.cancelRing = this.around.timers.after(ringAgain, () => this.ringNow());
  }
}
