// The worker's side of `timers.ts`: says a number back after the time that came with it.

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!Array.isArray(data)) return;
  const [id, ms]: unknown[] = data;
  if (typeof id !== 'number' || typeof ms !== 'number') return;
  setTimeout(() => self.postMessage(id), ms);
});
