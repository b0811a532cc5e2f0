// What the service worker uses of its scope. TypeScript's library for workers and the one for pages exclude each other.

interface Waits {
  waitUntil(done: Promise<unknown>): void;
}

interface DeskWindow {
  readonly url: string;
  focus(): Promise<unknown>;
}

interface Events {
  install: Waits;
  push: Waits & { readonly data: { json(): unknown } | null };
  notificationclick: Waits & { readonly notification: Notification };
}

export interface PushScope {
  readonly location: { readonly origin: string };
  readonly registration: Pick<ServiceWorkerRegistration, 'showNotification'>;
  readonly clients: {
    matchAll(which: { type: 'window'; includeUncontrolled: boolean }): Promise<DeskWindow[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener<Name extends keyof Events>(
    name: Name,
    listener: (event: Events[Name]) => void,
  ): void;
}
