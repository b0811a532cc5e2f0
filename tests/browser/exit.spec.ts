//! Quick exit (S1): one press, and nothing of the visit is left on the device; the counsellor knows.

import { away, expect, phone, test, type Page } from './fixtures.ts';
import { Counsellor, Visitor } from './people.ts';
import { haru } from './server.ts';

const secret = '아무도 몰랐으면 하는 말';

async function token(page: Page): Promise<string> {
  return page.evaluate(() => sessionStorage.getItem('token') ?? '');
}

/** Nothing stored, and what the page shows is the first screen. */
async function expectNoTrace(page: Page, origin: string): Promise<void> {
  await page.goto(origin);
  const visitor = new Visitor(page);
  await expect(page.getByRole('button', { name: visitor.t.start })).toBeVisible();
  await expect(page.getByText(secret)).toHaveCount(0);
  expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
  expect(await page.context().cookies()).toEqual([]);
}

test('leaving in the middle of a talk shows nothing on Back and tells the counsellor', async ({
  devices,
  server,
}) => {
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open(), haru);
  await visitor.page.goto('about:blank');
  await counsellor.start();
  await visitor.ask(secret);
  await counsellor.open();
  await visitor.box.fill('반쯤 쓴 말');
  const held = await token(visitor.page);
  expect(held).not.toBe('');

  await visitor.exit.click();
  await expect(visitor.page).toHaveURL(away);
  await expect(counsellor.chat.getByText(counsellor.t.left).first()).toBeVisible();

  // The token is dead: with it nobody can even leave once more.
  const again = await devices.open();
  const answer = await again.request.post('/api/v1/visits/leave', {
    headers: { Authorization: `Bearer ${held}` },
  });
  expect(answer.status()).toBe(401);

  await visitor.page.goBack();
  expect(visitor.page.url()).not.toContain(server.url);
  await expect(visitor.page.getByText(secret)).toHaveCount(0);
  await expectNoTrace(visitor.page, server.url);
});

test('the link right after the skip link leaves, and Shift three times does too', async ({
  devices,
  server,
}) => {
  const visitor = new Visitor(await devices.open({ viewport: { width: 1440, height: 900 } }));
  const { page } = visitor;
  await visitor.arrive();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '본문으로 바로 가기' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: '이 페이지에서 바로 나가기' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(away);

  await visitor.ask(secret);
  await page.keyboard.press('Shift');
  await expect(page.getByRole('status').filter({ hasText: '2번 더' })).toBeVisible();
  await page.keyboard.press('Shift');
  await expect(page.getByRole('status').filter({ hasText: '1번 더' })).toBeVisible();
  // Another key starts anew, and a Shift that is held for a letter is no press.
  await page.keyboard.press('a');
  await expect(page.getByRole('status').filter({ hasText: '번 더' })).toHaveCount(0);
  await page.keyboard.press('Shift+A');
  await page.keyboard.press('Shift');
  await page.keyboard.press('Shift');
  await expect(page.getByRole('status').filter({ hasText: '1번 더' })).toBeVisible();
  await page.keyboard.press('Shift');
  await expect(page).toHaveURL(away);
  await expectNoTrace(page, server.url);
});

test('leaving works without a network', async ({ devices, server }) => {
  const visitor = new Visitor(await devices.open());
  const { page } = visitor;
  await visitor.ask(secret);
  await page.context().setOffline(true);
  await visitor.exit.click();
  await page.waitForURL((url) => url.origin !== new URL(server.url).origin);
  await expect(page.getByText(secret)).toHaveCount(0);
  await page.context().setOffline(false);
  await expectNoTrace(page, server.url);
});

test('an answer that was on its way when she left is not kept', async ({ devices, server }) => {
  const visitor = new Visitor(await devices.open());
  const { page } = visitor;
  let asked = (): void => {};
  const arrived = new Promise<void>((done) => (asked = done));
  let answer = (): void => {};
  const gone = new Promise<void>((done) => (answer = done));
  await page.context().route('**/api/v1/visits', async (route) => {
    asked();
    await gone;
    // The page may be gone by now, and then nobody hears it.
    await route.continue().catch(() => {});
  });
  await visitor.arrive();
  await page.getByRole('textbox', { name: visitor.t.first }).fill(secret);
  await page.getByRole('button', { name: visitor.t.start }).click();
  await arrived;
  await visitor.exit.click();
  answer();
  await expect(page).toHaveURL(away);
  await page.context().unroute('**/api/v1/visits');
  await expectNoTrace(page, server.url);
});

test('without JavaScript the page has the numbers and a plain way out', async ({ devices }) => {
  const page = await devices.open({
    javaScriptEnabled: false,
    viewport: phone,
  });
  await page.goto('/');
  for (const number of ['1388', '1366', '117', '112']) {
    await expect(page.getByRole('link', { name: new RegExp(`${number}$`) }).first()).toBeVisible();
  }
  await page.getByRole('link', { name: '나가기', exact: true }).click();
  await expect(page).toHaveURL(away);
});
