//! No trace (S2): after a whole visit every storage, the address, the history and the request log are looked through.

import { finish } from './desks.ts';
import { expect, test, type Page } from './fixtures.ts';
import { Counsellor, Visitor } from './people.ts';
import { haru } from './server.ts';

/** All that a browser can keep for a page. */
async function kept(page: Page): Promise<object> {
  return page.evaluate(async () => ({
    local: { ...localStorage },
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    cookie: document.cookie,
    address: location.pathname + location.search + location.hash,
    title: document.title,
    state: history.state,
  }));
}

test('a whole visit leaves the token in its tab and nothing anywhere else', async ({
  devices,
  server,
}) => {
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open(), haru);
  const { page } = visitor;
  await visitor.arrive();
  const steps = await page.evaluate(() => history.length);
  const clean = {
    local: {},
    session: [],
    databases: [],
    caches: [],
    workers: 0,
    cookie: '',
    address: '/',
    title: '이야기',
    state: null,
  };
  expect(await kept(page)).toEqual(clean);

  await counsellor.start();
  await visitor.ask('흔적이 남지 않게 해 주세요');
  expect(await kept(page)).toEqual({ ...clean, session: ['token'] });
  const code = await visitor.code();
  await counsellor.open();
  await counsellor.say('안심하세요');
  await expect(visitor.line('안심하세요')).toBeVisible();
  await visitor.say('비밀 이야기');
  await expect(counsellor.line('비밀 이야기')).toHaveCount(1);
  await page.reload();
  await expect(visitor.line('비밀 이야기')).toBeVisible();
  await counsellor.chat.getByRole('button', { name: counsellor.t.wrapUp }).first().click();
  await finish(counsellor);
  await expect(page.getByRole('heading', { name: visitor.t.thanks })).toBeVisible();

  expect(await kept(page)).toEqual({ ...clean, session: ['token'] });
  expect(await page.evaluate(() => history.length)).toBe(steps);
  expect(await page.context().cookies()).toEqual([]);
  const token = await page.evaluate(() => sessionStorage.getItem('token') ?? '');
  expect(token).not.toBe('');

  const own = new URL(server.url).host;
  for (const request of devices.requests) {
    expect(new URL(request).host, request).toBe(own);
    expect(decodeURIComponent(request)).not.toContain(token);
    for (const word of code.split(' ')) expect(decodeURIComponent(request)).not.toContain(word);
  }
});

test('no field offers to remember what was written', async ({ devices }) => {
  const visitor = new Visitor(await devices.open());
  await visitor.arrive();
  for (const field of await visitor.page.getByRole('textbox').all()) {
    await expect(field).toHaveAttribute('autocomplete', 'off');
  }
  await visitor.ask('안녕하세요');
  await expect(visitor.box).toHaveAttribute('autocomplete', 'off');
});

test('before the first word she reads who answers, what is kept, what must be reported and about history', async ({
  devices,
}) => {
  const { page } = new Visitor(await devices.open());
  await page.goto('/');
  const facts = page.getByRole('region', { name: '시작하기 전에' });
  for (const heading of [
    '훈련받은 또래 상담사가 답해요',
    '대화는 잠가 두고 30일 뒤에 지워요',
    '목숨이 위험할 때는 도움을 요청해요',
  ]) {
    await expect(facts.getByRole('heading', { name: heading })).toBeVisible();
  }
  await expect(facts.getByText('법에 따라 알려야 하는 일도 있어요')).toBeVisible();
  await facts.getByText('브라우저 방문 기록은 남을 수 있어요').click();
  await expect(facts.getByText('브라우저 메뉴의 ‘방문 기록’에서')).toBeVisible();
});
