// The browser's side of a connection: its socket, its timers and the events that say the network may be back.

import type { Connection, Dial, Ears, Timers, Wire } from './connection.ts';

/** Opens a socket to the server this page came from. */
export const dial: Dial = (ears: Ears): Wire => {
  const url = new URL('/api/v1/socket', location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url, 'gyeot.v1');
  socket.addEventListener('open', () => ears.opened());
  socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (typeof data === 'string') ears.received(data);
  });
  socket.addEventListener('close', ({ code }) => ears.closed(code));
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
};

export const timers: Timers = {
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

/** Wakes the connection when the network or the page is back; the answer stops that. */
export function watchBrowser(connection: Pick<Connection, 'wake' | 'drop'>): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const wake = (): void => connection.wake();
  addEventListener('online', wake, { signal });
  addEventListener('pageshow', wake, { signal });
  addEventListener('offline', () => connection.drop(), { signal });
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') wake();
    },
    { signal },
  );
  return () => stop.abort();
}
