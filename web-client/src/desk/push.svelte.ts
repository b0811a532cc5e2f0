// Whether this device tells her that something waits, also while no page of the desk is open.

import type { Problem } from '../shared/http.ts';
import * as api from './api.ts';
import { isSameKey, keyBytes } from './push-key.ts';

export type Pushed =
  | { is: 'asking' }
  /** This browser knows no pushes, or not here (a page without https, a phone that wants the page installed first). */
  | { is: 'unsupported' }
  /** She, or whoever set up this browser, forbade notifications of this site. */
  | { is: 'denied' }
  | { is: 'on' }
  | { is: 'off' }
  /** What was wanted did not work; without a problem of the server's, it was the browser that could not. */
  | { is: 'failed'; on: boolean; problem: Problem | null };

const worker = '/push-worker.js';
/** The desk's pages alone: the visitor's page has no service worker. */
const scope = '/desk';
/** Who turned it on here: a shared browser must not go from one person to the next by itself. */
const stored = 'desk.push';
/** How long the browser may take to start the worker. */
const patience = 10_000;

export class PushSwitch {
  pushed = $state.raw<Pushed>({ is: 'asking' });
  busy = $state(false);
  private readonly account: string;

  constructor(account: string) {
    this.account = account;
  }

  get on(): boolean {
    return this.pushed.is === 'on' || (this.pushed.is === 'failed' && this.pushed.on);
  }

  /** Looks how things stand on this device. */
  async look(): Promise<void> {
    await this.alone(async () => {
      if (!isSupported()) return { is: 'unsupported' };
      if (Notification.permission === 'denied') return { is: 'denied' };
      const subscription = await subscriptionHere();
      if (subscription === null || localStorage.getItem(stored) !== this.account) {
        return { is: 'off' };
      }
      // Said again, it changes nothing; if the server lost it meanwhile, it knows it again.
      return await this.tell(subscription);
    });
  }

  async turn(on: boolean): Promise<void> {
    await this.alone(() => (on ? this.turnOn() : this.turnOff()));
  }

  private async turnOn(): Promise<Pushed> {
    if (!isSupported()) return { is: 'unsupported' };
    const permission = await Notification.requestPermission();
    if (permission !== 'granted') return { is: permission === 'denied' ? 'denied' : 'off' };
    const key = await api.fetchPushKey();
    if (!key.ok) return { is: 'failed', on: false, problem: key.problem };
    const registration = await start();
    const subscription = await subscribe(registration, keyBytes(key.value));
    const told = await this.tell(subscription);
    if (told.is !== 'on') {
      await subscription.unsubscribe();
      return { is: 'failed', on: false, problem: told.is === 'failed' ? told.problem : null };
    }
    localStorage.setItem(stored, this.account);
    return told;
  }

  private async turnOff(): Promise<Pushed> {
    const subscription = await subscriptionHere();
    if (subscription !== null) {
      // The server first: what is not told there would go on for ever.
      const ended = await api.endPush(subscription.endpoint);
      if (!ended.ok) return { is: 'failed', on: true, problem: ended.problem };
      await subscription.unsubscribe();
    }
    await (await navigator.serviceWorker.getRegistration(scope))?.unregister();
    localStorage.removeItem(stored);
    return { is: 'off' };
  }

  private async tell(subscription: PushSubscription): Promise<Pushed> {
    const { endpoint, keys } = subscription.toJSON();
    const [p256dh, auth] = [keys?.['p256dh'], keys?.['auth']];
    if (endpoint === undefined || p256dh === undefined || auth === undefined) {
      return { is: 'failed', on: false, problem: null };
    }
    const answer = await api.addPush({ endpoint, keys: { p256dh, auth } });
    return answer.ok ? { is: 'on' } : { is: 'failed', on: true, problem: answer.problem };
  }

  /** One step at a time; what the browser throws is a failure like any other. */
  private async alone(step: () => Promise<Pushed>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const before = this.on;
    try {
      this.pushed = await step();
    } catch {
      this.pushed = { is: 'failed', on: before, problem: null };
    }
    this.busy = false;
  }
}

function isSupported(): boolean {
  return 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;
}

async function subscriptionHere(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(scope);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** Starts the worker and waits until it can be subscribed with. */
async function start(): Promise<ServiceWorkerRegistration> {
  await navigator.serviceWorker.register(trusted(worker), { scope, updateViaCache: 'none' });
  return within(navigator.serviceWorker.ready, patience);
}

function within<T>(done: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it takes too long')), ms);
    void done.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}

async function subscribe(
  registration: ServiceWorkerRegistration,
  key: Uint8Array<ArrayBuffer>,
): Promise<PushSubscription> {
  const old = await registration.pushManager.getSubscription();
  if (old !== null) {
    if (isSameKey(old.options.applicationServerKey, key)) return old;
    await old.unsubscribe();
  }
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

/** The pages allow scripts from trusted addresses only (`require-trusted-types-for`); this one is our own file. */
function trusted(url: string): string {
  const policy = window.trustedTypes?.createPolicy('desk-push-worker', {
    createScriptURL: (given) => {
      if (given !== worker) throw new TypeError('not the worker of this page');
      return given;
    },
  });
  return policy?.createScriptURL(url) ?? url;
}
