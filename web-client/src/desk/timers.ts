// Timers that keep time in a tab nobody looks at. Browsers slow a hidden page to one tick a minute, which is
// longer than the server waits for a heartbeat; a worker is not slowed.

import type { Timers } from '../shared/protocol/connection.ts';
import { startWorker } from '../shared/worker.ts';
import workerUrl from './timer-worker.ts?worker&url';

let made: Timers | null = null;

/** The timers of this page: one worker, however often the desk is opened. */
export function steadyTimers(): Timers {
  made ??= make();
  return made;
}

function make(): Timers {
  const worker = startWorker(workerUrl);
  const waiting = new Map<number, () => void>();
  let ids = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data !== 'number') return;
    const run = waiting.get(data);
    waiting.delete(data);
    run?.();
  });
  return {
    after: (ms, run) => {
      ids += 1;
      const id = ids;
      waiting.set(id, run);
      worker.postMessage([id, ms]);
      return () => {
        waiting.delete(id);
      };
    },
  };
}
