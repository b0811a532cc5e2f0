// The worker's side of the proof of work: one riddle in, its number or null out.

import { solve } from './solve.ts';

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!Array.isArray(data)) return;
  const [challenge, salt, maxNumber]: unknown[] = data;
  if (typeof challenge !== 'string' || typeof salt !== 'string' || typeof maxNumber !== 'number') {
    return;
  }
  solve({ challenge, salt, maxNumber }, () => Promise.resolve()).then(
    (number) => self.postMessage(number),
    () => self.postMessage(null),
  );
});
