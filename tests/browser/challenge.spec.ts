//! Proof of work: her browser does it while she writes; she sees no puzzle, and the exit ends it.

import { away, expect, test } from './fixtures.ts';
import { looks, seen } from './looks.ts';
import { Visitor } from './people.ts';

const line = {
  ko: '잠시 확인하고 있어요',
  en: 'Checking something for a moment',
} as const;

test.use({ settings: { GYEOT_CHALLENGE: 'always' } });

for (const look of looks) {
  test(`a visit begins with a proof that she does not see: ${look.name}`, async ({ devices }) => {
    const visitor = new Visitor(await devices.open(look), look.language);
    const { page } = visitor;
    // The riddle comes late, so that there is something to be seen of the wait.
    let give = (): void => {};
    const given = new Promise<void>((done) => (give = done));
    await page.route('**/api/v1/challenge', async (route) => {
      await given;
      await route.continue();
    });
    await visitor.arrive();
    await page.getByRole('textbox', { name: visitor.t.first }).fill('첫 번째 말');
    await page.getByRole('button', { name: visitor.t.start }).click();
    await expect(page.getByText(line[look.language])).toBeVisible();
    // What she goes on to write is not lost.
    await page.getByRole('textbox', { name: visitor.t.first }).fill('첫 번째 말과 두 번째 말');
    await seen(page, look, 'visitor-challenge');
    give();
    await expect(visitor.box).toBeVisible();
    await expect(visitor.line('첫 번째 말과 두 번째 말')).toHaveCount(1);
  });
}

test('a proof that was used or is too old is made anew', async ({ devices }) => {
  const visitor = new Visitor(await devices.open());
  const { page } = visitor;
  let asked = 0;
  await page.route('**/api/v1/visits', async (route) => {
    asked += 1;
    if (asked > 1) {
      await route.continue();
      return;
    }
    // The first one is used up by somebody else.
    await route.fetch();
    await route.continue();
  });
  await visitor.ask('다시 해도 돼요');
  expect(asked).toBe(2);
});

test('without a worker the page does the work itself', async ({ devices }) => {
  const visitor = new Visitor(await devices.open());
  await visitor.page.addInitScript(() => {
    Reflect.deleteProperty(window, 'Worker');
  });
  await visitor.ask('일꾼 없이도 돼요');
});

test('leaving while the proof is made begins no visit', async ({ devices }) => {
  const visitor = new Visitor(await devices.open());
  const { page } = visitor;
  await page.route('**/api/v1/challenge', () => {
    // It never comes.
  });
  // Before the page knows that a proof is wanted it asks without one, and is refused.
  const knows = page.waitForResponse('**/api/v1/status');
  await visitor.arrive();
  await (await knows).finished();
  await page.getByRole('button', { name: visitor.t.start }).click();
  await expect(page.getByText(line.ko)).toBeVisible();
  await visitor.exit.click();
  await expect(page).toHaveURL(away);
  expect(devices.requests.filter((url) => url.endsWith('/api/v1/visits'))).toEqual([]);
});

test('the code of a link is out of the address at once and is nowhere kept', async ({
  devices,
}) => {
  const page = await devices.open();
  const visitor = new Visitor(page);
  const bodies: string[] = [];
  page.on('request', (request) => bodies.push(request.postData() ?? ''));
  // Before the page knows that a proof is wanted it asks without one, is refused, and asks again.
  const knows = page.waitForResponse('**/api/v1/status');
  await page.goto('/?o=spring-chat#x');
  await (await knows).finished();
  await expect(page.getByRole('button', { name: visitor.t.start })).toBeVisible();
  const address = new URL(page.url());
  expect(address.pathname + address.search + address.hash).toBe('/');
  expect(await page.evaluate(() => JSON.stringify({ ...sessionStorage, ...localStorage }))).toBe(
    '{}',
  );
  await page.getByRole('button', { name: visitor.t.start }).click();
  await expect(visitor.box).toBeVisible();
  expect(bodies.filter((body) => body.includes('"outreach_code":"spring-chat"'))).toHaveLength(1);
  await page.reload();
  await expect(visitor.box).toBeVisible();
  expect(await page.evaluate(() => Object.keys(sessionStorage))).toEqual(['token']);
});
