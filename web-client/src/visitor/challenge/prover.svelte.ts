// Has the proof of work ready by the time she presses the button. She sees no puzzle, and the exit ends it.

import type { Answer } from '../../shared/http.ts';
import type { Challenge } from '../../shared/types.ts';
import { startWorker } from '../../shared/worker.ts';
import { solve } from './solve.ts';
import workerUrl from './worker.ts?worker&url';

/** Finds the number of a riddle; null where it cannot. Ends when `signal` says so. */
export type Work = (riddle: Challenge, signal: AbortSignal) => Promise<number | null>;

export class Prover {
  /** There is work going on. */
  working = $state(false);
  private readonly fetch: () => Promise<Answer<Challenge>>;
  private readonly work: Work;
  private readonly stop = new AbortController();
  private proof: Promise<string | null> | null = null;

  constructor(fetch: () => Promise<Answer<Challenge>>, work: Work = inBackground) {
    this.fetch = fetch;
    this.work = work;
  }

  /** Begins, unless a proof is ready or on its way. */
  prepare(): void {
    this.proof ??= this.make(this.stop.signal);
  }

  /** A proof to use once. Null where none could be made. */
  async take(): Promise<string | null> {
    this.prepare();
    const proof = await this.proof;
    this.proof = null;
    return proof;
  }

  /** She has left: there is no work any more. */
  get ended(): boolean {
    return this.stop.signal.aborted;
  }

  /** Gives up all work, for good. */
  cancel(): void {
    this.stop.abort();
    this.working = false;
  }

  private async make(signal: AbortSignal): Promise<string | null> {
    if (signal.aborted) return null;
    this.working = true;
    try {
      const answer = await this.fetch();
      if (!answer.ok || signal.aborted) return null;
      const { algorithm, challenge, salt, signature } = answer.value;
      if (algorithm !== 'SHA-256') return null;
      const number = await this.work(answer.value, signal);
      if (number === null || signal.aborted) return null;
      return encode({ algorithm, challenge, number, salt, signature });
    } catch {
      return null;
    } finally {
      this.working = false;
    }
  }
}

/** Base64 of the JSON, as the server takes it. */
function encode(proof: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(proof));
  return btoa(String.fromCharCode(...bytes));
}

/** In a worker, so that the page stays quick; where there is none, here, in slices. */
async function inBackground(riddle: Challenge, signal: AbortSignal): Promise<number | null> {
  try {
    return await inWorker(riddle, signal);
  } catch {
    return solve(riddle, breathe, () => signal.aborted);
  }
}

function inWorker(
  { challenge, salt, maxNumber }: Challenge,
  signal: AbortSignal,
): Promise<number | null> {
  const worker = startWorker(workerUrl);
  return new Promise<number | null>((found, failed) => {
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) =>
      found(typeof data === 'number' ? data : null),
    );
    worker.addEventListener('error', () => failed(new Error('the worker did not start')));
    signal.addEventListener('abort', () => found(null));
    worker.postMessage([challenge, salt, maxNumber]);
  }).finally(() => worker.terminate());
}

/** Lets the page do what it has to. */
function breathe(): Promise<void> {
  return new Promise((done) => setTimeout(done));
}
