// The wallboard as the server tells it, for as long as somebody looks.

import type { Board, Trust } from '../../shared/care-types.ts';

export class LiveBoard {
  board = $state.raw<Board | null>(null);
  /** When it came, by the server's clock: from then on the page counts by itself. */
  cameAt = $state(0);
  private readonly tell: (active: boolean) => boolean;
  private readonly now: () => number;
  private watchers = 0;

  /** `tell` says to the server whether we look; `now` is the time by its clock. */
  constructor(tell: (active: boolean) => boolean, now: () => number) {
    this.tell = tell;
    this.now = now;
  }

  /** Looks at it until the answer is called. */
  watch(): () => void {
    this.watchers += 1;
    if (this.watchers === 1) this.tell(true);
    let stopped = false;
    return () => {
      if (stopped) return;
      stopped = true;
      this.watchers -= 1;
      if (this.watchers === 0) this.tell(false);
    };
  }

  /** A new connection knows nothing of who looks. */
  renew(): void {
    if (this.watchers > 0) this.tell(true);
  }

  came(board: Board): void {
    this.board = board;
    this.cameAt = this.now();
  }

  /** Another trust for a counsellor, before the server's next news. */
  trust(id: string, trust: Trust): void {
    if (this.board === null) return;
    const counsellors = this.board.counsellors.map((one) =>
      one.id === id ? { ...one, trust } : one,
    );
    this.board = { ...this.board, counsellors };
  }
}
