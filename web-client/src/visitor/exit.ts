// Quick exit (S1): a link that works without this script, and with it leaves nothing behind.

/** What the exit needs to know of a running visit. */
export interface Exit {
  /** Hangs up for good, so that nothing arrives and nothing is kept any more. */
  abandon(): void;
  /** The token of the visit, for telling the server. */
  token(): string | null;
}

/** Presses of Shift that are wanted, and how long may pass between two of them. */
export const presses = 3;
export const patience = 5_000;

/** Leaves at once. Every step is on its own: whatever fails, the page goes. */
export function leave(exit: Exit, to: string): void {
  const token = attempt(() => exit.token()) ?? null;
  attempt(blank);
  attempt(() => exit.abandon());
  attempt(() => tellServer(token));
  attempt(() => sessionStorage.clear());
  location.replace(to);
}

function blank(): void {
  const cover = document.createElement('div');
  cover.className = 'cover';
  document.documentElement.append(cover);
  document.body.hidden = true;
  document.body.inert = true;
  document.body.setAttribute('aria-hidden', 'true');
}

/** Ends the visit at the server. Outlives the page by `keepalive`, and is not awaited: leaving waits for nothing. */
export function tellServer(token: string | null): void {
  if (token === null) return;
  fetch('/api/v1/visits/leave', {
    method: 'POST',
    keepalive: true,
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    headers: { Authorization: `Bearer ${token}` },
  }).catch(() => {
    // Offline: the visitor is gone all the same, and her lease runs out by itself.
  });
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

/**
 * Counts presses of Shift alone. Any other key starts anew, and so does a Shift that was held for
 * another key, a click, or five seconds without a press.
 */
export class ShiftCounter {
  private count = 0;
  private alone = false;
  private last = Number.NEGATIVE_INFINITY;

  /** `modified`: Ctrl, Alt or Meta is held as well. */
  keydown(key: string, repeat: boolean, modified = false): void {
    if (key !== 'Shift' || modified) this.reset();
    else if (!repeat) this.alone = true;
  }

  /** Answers how many presses there are now; null when this key was none. */
  keyup(key: string, now: number): number | null {
    if (key !== 'Shift' || !this.alone) return null;
    this.alone = false;
    this.count = now - this.last <= patience ? this.count + 1 : 1;
    this.last = now;
    return this.count;
  }

  reset(): void {
    this.count = 0;
    this.alone = false;
  }
}

/** Makes every link marked `data-exit`, and three presses of Shift, an exit. `say` is read aloud. */
export function watchExit(exit: Exit, to: string, say: (left: number | null) => void): void {
  let silence: ReturnType<typeof setTimeout> | undefined;
  const counter = new ShiftCounter();
  const forget = (): void => {
    clearTimeout(silence);
    counter.reset();
    say(null);
  };

  document.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[data-exit]') : null;
    if (link === null) return;
    event.preventDefault();
    leave(exit, to);
  });
  addEventListener('pointerdown', () => counter.reset());
  addEventListener(
    'keydown',
    (event) => {
      const modified = event.ctrlKey || event.altKey || event.metaKey;
      if (event.key === 'Shift') counter.keydown(event.key, event.repeat, modified);
      else forget();
    },
    { capture: true },
  );
  addEventListener(
    'keyup',
    (event) => {
      const count = counter.keyup(event.key, performance.now());
      if (count === null) return;
      if (count >= presses) {
        leave(exit, to);
        return;
      }
      say(presses - count);
      clearTimeout(silence);
      silence = setTimeout(forget, patience);
    },
    { capture: true },
  );
  // Back from the browser's cache after an exit: show nothing.
  addEventListener('pageshow', (event) => {
    if (event.persisted && document.body.hidden) location.replace(to);
  });
}
