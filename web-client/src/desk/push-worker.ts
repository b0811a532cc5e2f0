// The desk's service worker, `/push-worker.js`: says that something waits, and brings the desk to the front.
// It hears no request and keeps no page: nothing of the desk lies in a cache.

import { isDesk, messageOf } from './push-message.ts';
import type { PushScope } from './push-scope.ts';

declare const self: PushScope;

self.addEventListener('install', () => void self.skipWaiting());

self.addEventListener('push', (event) => {
  const { text, lang } = messageOf(dataOf(event.data));
  // One at a time, and each is heard.
  const options: NotificationOptions & { renotify: boolean } = {
    lang,
    tag: 'waiting',
    renotify: true,
  };
  event.waitUntil(self.registration.showNotification(text, options));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(showDesk());
});

function dataOf(data: { json(): unknown } | null): unknown {
  try {
    return data?.json() ?? null;
  } catch {
    return null;
  }
}

async function showDesk(): Promise<void> {
  const windows = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const desk = windows.find(({ url }) => isDesk(url, self.location.origin));
  if (desk === undefined) await self.clients.openWindow('/desk');
  else await desk.focus();
}
