//! Notifications on this device: the switch in the settings, the service worker, and what it shows. The push service is
//! the browser maker's, and not asked here: its part, subscribing, is played by a stand-in with real keys.

import { expectAccessible } from './accessible.ts';
import { desktop, expect, phone, picture, test, type Page } from './fixtures.ts';
import { Counsellor } from './people.ts';
import { haru } from './server.ts';

const name = '알림을 이 기기로 받기';

/** Lets the browser subscribe as if its push service had answered. */
async function standIn(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept = 'stand-in';
    const made = (keys: PushSubscriptionJSON['keys']): object => ({
      endpoint: 'https://push.example.org/stand-in',
      options: { applicationServerKey: null },
      toJSON: () => ({ endpoint: 'https://push.example.org/stand-in', keys }),
      unsubscribe: () => Promise.resolve(localStorage.removeItem(kept)).then(() => true),
    });
    const text = (bytes: Uint8Array<ArrayBuffer>): string =>
      btoa(String.fromCharCode(...bytes))
        .replaceAll('+', '-')
        .replaceAll('/', '_');
    Object.assign(PushManager.prototype, {
      getSubscription: () => {
        const keys = localStorage.getItem(kept);
        return Promise.resolve(keys === null ? null : made(JSON.parse(keys)));
      },
      subscribe: async (options: {
        userVisibleOnly: boolean;
        applicationServerKey: Uint8Array;
      }) => {
        if (!options.userVisibleOnly || options.applicationServerKey.length !== 65) {
          throw new TypeError('not how a browser is subscribed');
        }
        const curve = { name: 'ECDH', namedCurve: 'P-256' };
        const pair = await crypto.subtle.generateKey(curve, true, ['deriveBits']);
        const p256dh = await crypto.subtle.exportKey('raw', pair.publicKey);
        const auth = crypto.getRandomValues(new Uint8Array(16));
        const keys = { p256dh: text(new Uint8Array(p256dh)), auth: text(auth) };
        localStorage.setItem(kept, JSON.stringify(keys));
        return made(keys);
      },
    });
  });
}

async function settings(page: Page): Promise<void> {
  await page.getByRole('button', { name: '전체 메뉴', exact: true }).click();
  await page.getByRole('main').getByRole('button', { name: '설정' }).click();
}

test('a counsellor turns notifications on for her device, and a push says that something waits', async ({
  devices,
  server,
}) => {
  const page = await devices.open({ viewport: desktop });
  await page.context().grantPermissions(['notifications'], { origin: server.url });
  await standIn(page);
  const counsellor = new Counsellor(page, haru);
  await counsellor.signIn();
  await settings(page);
  const push = page.getByRole('switch', { name });
  await expect(push).not.toBeChecked();
  await expect(push).toBeEnabled();
  await push.click();
  await expect(push).toBeChecked();
  await expect(page.getByText('이 기기로 알려 드리고 있어요')).toBeVisible();
  await expectAccessible(page, 'settings');
  await picture(page, 'desktop-desk-settings-push-on');

  // A push of the server's, by way of the browser's debugger.
  const debuggers = await page.context().newCDPSession(page);
  const registered = new Promise<string>((found) => {
    debuggers.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      const ours = registrations.find(({ scopeURL }) => scopeURL === `${server.url}/desk`);
      if (ours !== undefined) found(ours.registrationId);
    });
  });
  await debuggers.send('ServiceWorker.enable');
  const registrationId = await registered;
  // Counted in the worker once each is displayed: asked between a notification's storage and its display, Chromium may
  // take it for one that was swept away, and forgets it.
  const worker = page.context().serviceWorkers()[0];
  if (worker === undefined) throw new Error('no service worker runs');
  await worker.evaluate(() => {
    const { registration } = globalThis as unknown as { registration: ServiceWorkerRegistration };
    const show = registration.showNotification.bind(registration);
    const counted = Object.assign(globalThis, { displayed: 0 });
    registration.showNotification = async (title, options) => {
      await show(title, options);
      counted.displayed += 1;
    };
  });
  const displayed = (): Promise<number> =>
    worker.evaluate(() => (globalThis as unknown as { displayed: number }).displayed);
  const shown = (): Promise<string[]> =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration('/desk');
      return ((await registration?.getNotifications()) ?? []).map(
        ({ title, body }) => title + body,
      );
    });
  const pushes = ['{"language":"ko"}', '{"language":"ko","text":"a name"}', 'no JSON', ''];
  for (const [before, data] of pushes.entries()) {
    await debuggers.send('ServiceWorker.deliverPushMessage', {
      origin: server.url,
      registrationId,
      data,
    });
    await expect.poll(displayed, { message: data }).toBe(before + 1);
    await expect.poll(shown, { message: data }).toEqual(['기다리는 것이 있어요']);
  }
  expect(await page.evaluate(() => caches.keys())).toEqual([]);

  // It stays on, and is told to the server once more, which changes nothing.
  await page.reload();
  await settings(page);
  await expect(push).toBeChecked();
  await push.click();
  await expect(push).not.toBeChecked();
  await expect(page.getByText('이 화면을 닫아 두어도')).toBeVisible();
  expect(
    await page.evaluate(() => navigator.serviceWorker.getRegistration('/desk')),
  ).toBeUndefined();
});

test('the visitor page has no service worker, whatever the desk of the same browser has', async ({
  devices,
  server,
}) => {
  const page = await devices.open({ viewport: desktop });
  await page.context().grantPermissions(['notifications'], { origin: server.url });
  await standIn(page);
  await new Counsellor(page, haru).signIn();
  await settings(page);
  await page.getByRole('switch', { name }).click();
  await expect(page.getByRole('switch', { name })).toBeChecked();
  await page.goto('/');
  await expect(page.getByRole('heading').first()).toBeVisible();
  expect(
    await page.evaluate(async () => [
      navigator.serviceWorker.controller,
      (await navigator.serviceWorker.getRegistration('/')) ?? null,
    ]),
  ).toEqual([null, null]);
});

test('the switch says what stands in the way', async ({ devices, server }) => {
  const page = await devices.open({ viewport: phone });
  await page.context().grantPermissions(['notifications'], { origin: server.url });
  await page.addInitScript(() => {
    Object.assign(PushManager.prototype, {
      subscribe: () => Promise.reject(new DOMException('no push service', 'AbortError')),
    });
  });
  await new Counsellor(page, haru).signIn();
  await settings(page);
  const push = page.getByRole('switch', { name });
  await push.click();
  await expect(page.getByRole('alert').filter({ hasText: '준비를 하지 못했어요' })).toBeVisible();
  await expect(push).not.toBeChecked();
  await expectAccessible(page, 'settings, failed');
  await picture(page, 'phone-desk-settings-push-failed');

  await page.context().clearPermissions();
  await page.addInitScript(() => {
    Object.defineProperty(Notification, 'permission', { get: () => 'denied' });
  });
  await page.reload();
  await settings(page);
  await expect(page.getByText('알림을 허용하면 켤 수 있어요')).toBeVisible();
  await expect(push).toBeDisabled();
  await expectAccessible(page, 'settings, denied');
  await picture(page, 'phone-desk-settings-push-denied');

  await page.addInitScript(() => {
    Reflect.deleteProperty(window, 'PushManager');
  });
  await page.reload();
  await settings(page);
  await expect(page.getByText('이 브라우저에서는 쓸 수 없어요')).toBeVisible();
  await expect(push).toBeDisabled();
});
