//! The card on a partner's page: shown where the link says so, refused by the browser everywhere else.

import { expectAccessible } from './accessible.ts';
import { expect, phone, picture, test, type Page } from './fixtures.ts';
import { haru } from './server.ts';

/** The browser keeps pages of elsewhere off this machine's own servers, unless its user allows it. */
const permissions = ['local-network-access'];

const partner = 'https://chat.example';
const stranger = 'https://stranger.example';

/** Signs in and makes a link for the partner's pages, as the desk does. */
async function makeLink(page: Page): Promise<string> {
  await page.goto('/desk');
  return page.evaluate(
    async ({ email, password, origins }) => {
      const post = async (path: string, body: object): Promise<Response> =>
        fetch(`/api/v1${path}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        });
      await post('/session', { email, password });
      const made = await post('/outreach/links', {
        label: 'the game',
        site: 'the game',
        embed_origins: origins,
      });
      const link: { code: string } = await made.json();
      return link.code;
    },
    { email: haru.email, password: haru.password, origins: [partner] },
  );
}

/** Opens a page of somebody else that has our line in it. */
async function visit(page: Page, origin: string, server: string, code: string): Promise<void> {
  await page.route(`${origin}/**`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><html lang="en"><title>A game</title><main><h1>A game</h1>
        <script src="${server}/embed.js" data-code="${code}" async></script></main></html>`,
    }),
  );
  await page.goto(`${origin}/`);
}

test('a partner shows the card, and the talk opens in a tab of our own', async ({
  devices,
  server,
}) => {
  const code = await makeLink(await devices.open());
  const page = await devices.open({ permissions });
  await visit(page, partner, server.url, code);
  const frame = page.frameLocator('iframe[title="또래 상담사와 이야기하기"]');
  await expect(frame.getByRole('heading', { name: '무슨 일이든, 또래가 들어요' })).toBeVisible();
  await expect(frame.getByRole('status')).toHaveText(
    '지금은 자리에 아무도 없어요. 말을 남기고 기다릴 수 있어요.',
  );
  await picture(page, 'embed-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, 'embed-dark');

  // Nothing is left behind on the partner's page but the frame.
  expect(await page.context().cookies()).toEqual([]);
  const names = await page.evaluate(() =>
    Object.keys(window).filter((name) => /gyeot|embed/i.test(name)),
  );
  expect(names).toEqual([]);

  const [talk] = await Promise.all([
    page.context().waitForEvent('page'),
    frame.getByRole('link', { name: '이야기하러 가기' }).click(),
  ]);
  await talk.waitForLoadState();
  expect(new URL(talk.url()).origin).toBe(new URL(server.url).origin);
  expect(await talk.evaluate(() => [window.opener, document.referrer])).toEqual([null, '']);
  await expect(talk.getByRole('button', { name: '이야기 시작하기' })).toBeVisible();
});

test('the browser refuses the card on pages that the link does not name', async ({
  browser,
  devices,
  server,
}) => {
  const code = await makeLink(await devices.open());
  for (const [origin, asked] of [
    [stranger, code],
    [partner, 'zzzzzzzz'],
  ] as const) {
    // Not one of `devices`, which fail when a policy is broken: here it has to be.
    const context = await browser.newContext({ viewport: phone, permissions });
    const page = await context.newPage();
    const refused = page.waitForEvent('console', (message) =>
      message.text().includes('frame-ancestors'),
    );
    await visit(page, origin, server.url, asked);
    await refused;
    const frame = page.frameLocator('iframe');
    await expect(frame.getByRole('heading')).toHaveCount(0);
    await context.close();
  }
});

test('the card is readable for everybody in both languages', async ({ devices, server }) => {
  for (const [locale, heading] of [
    ['ko-KR', '무슨 일이든, 또래가 들어요'],
    ['en-GB', 'Whatever it is, a peer will listen'],
  ] as const) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await devices.open({
        locale,
        colorScheme,
        viewport: { width: 360, height: 340 },
      });
      await page.goto(`${server.url}/embed`);
      await expect(page.getByRole('heading', { name: heading })).toBeVisible();
      await expect(page.getByRole('status')).not.toHaveText(/…$/);
      await expectAccessible(page, `embed ${locale} ${colorScheme}`);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollHeight > document.documentElement.clientHeight,
      );
      expect(overflow, 'all of it fits the frame').toBe(false);
      await picture(page, `embed-${locale.slice(0, 2)}-${colorScheme}`);
    }
  }
});
