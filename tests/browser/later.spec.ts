//! Leaving a letter where nobody is there, and finding the answer with the six words.

import { care } from './care.ts';
import { finish } from './desks.ts';
import { expect, test, type Page } from './fixtures.ts';
import { looks, seen } from './looks.ts';
import { Counsellor, Visitor, type Language } from './people.ts';
import { haru } from './server.ts';

async function knowWords(page: Page, code: string, language: Language): Promise<void> {
  const t = care[language];
  await page.getByRole('button', { name: t.check }).click();
  await page.getByRole('textbox', { name: t.checkLabel }).fill(code);
  await page.getByRole('button', { name: t.checkGo, exact: true }).click();
}

/** A call of the counsellor that her page makes as well. */
async function ask(counsellor: Counsellor, origin: string, path: string): Promise<void> {
  const answer = await counsellor.page.request.post(path, { headers: { Origin: origin } });
  expect(answer.ok(), `${path}: ${await answer.text()}`).toBe(true);
}

for (const look of looks) {
  test(`a letter is left, answered and found: ${look.name}`, async ({ devices, server }) => {
    const t = care[look.language];
    const visitor = new Visitor(await devices.open(look), look.language);
    const { page } = visitor;
    await visitor.arrive();
    await page.getByRole('button', { name: visitor.t.start }).click();
    const code = await visitor.code();
    await page.getByRole('button', { name: t.letter }).click();
    const card = page.getByRole('region', { name: t.letterCard });
    await expect(card).toBeFocused();
    await seen(page, look, 'visitor-letter-1-open');

    // It takes a line and her words: with either of them missing nothing is left.
    const leave = card.getByRole('button', { name: t.leave, exact: true });
    await visitor.say('오늘 밤 어디에서 자야 할지 모르겠어요');
    await leave.press('Enter');
    await expect(card.getByText(t.wantsWords)).toBeVisible();
    await knowWords(page, 'not these words at all', look.language);
    await expect(page.getByText(t.notQuite)).toBeVisible();
    await card.getByRole('textbox', { name: t.checkLabel }).fill(code);
    await card.getByRole('textbox', { name: t.checkLabel }).press('Enter');
    await expect(leave).toBeFocused();
    await seen(page, look, 'visitor-letter-2-ready');
    await leave.click();
    await expect(page.getByRole('heading', { name: t.left })).toBeVisible();
    await expect(page.getByText(t.leftMore)).toBeVisible();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
    await seen(page, look, 'visitor-letter-3-left');

    // It is no offer; a counsellor takes it from her list and answers.
    const counsellor = new Counsellor(await devices.open(look), haru, look.language);
    await counsellor.start();
    const list = await counsellor.page.request.get('/api/v1/letters');
    const { items }: { items: { conversation: string }[] } = await list.json();
    expect(items).toHaveLength(1);
    const letter = `/api/v1/letters/${items[0]?.conversation ?? ''}`;
    await ask(counsellor, server.url, `${letter}/open`);
    await counsellor.pick();
    await counsellor.say('오늘 밤 갈 수 있는 곳을 적어 둘게요');
    await ask(counsellor, server.url, `${letter}/answered`);

    // Her words bring her to it, on another device.
    const elsewhere = new Visitor(await devices.open(look), look.language);
    await elsewhere.comeBack(code);
    await expect(elsewhere.line('오늘 밤 갈 수 있는 곳을 적어 둘게요')).toHaveCount(1);
    await expect(elsewhere.line('오늘 밤 어디에서 자야 할지 모르겠어요')).toHaveCount(1);
    await seen(elsewhere.page, look, 'visitor-letter-5-answer');
  });
}

test('whoever comes back is told whether her counsellor is there', async ({ devices }) => {
  const t = care.ko;
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open(), haru);
  await counsellor.start();
  await visitor.ask('오늘은 여기까지');
  const code = await visitor.code();
  await counsellor.open();
  await counsellor.say('또 와요');
  await counsellor.chat.getByRole('button', { name: counsellor.t.wrapUp }).first().click();
  await finish(counsellor);
  await expect(visitor.page.getByRole('heading', { name: visitor.t.thanks })).toBeVisible();
  await counsellor.page.getByRole('button', { name: counsellor.t.pause }).click();
  await expect(counsellor.page.getByRole('button', { name: counsellor.t.take })).toBeVisible();

  const elsewhere = new Visitor(await devices.open());
  await elsewhere.comeBack(code);
  await expect(elsewhere.page.getByText(t.formerAway(haru.name))).toBeVisible();
  await expect(elsewhere.page.getByRole('button', { name: t.letter })).toBeVisible();
  for (const look of looks) {
    if (look.name === 'phone') await seen(elsewhere.page, look, 'visitor-letter-4-away');
  }
});

test('whoever comes back while her counsellor is there is brought to her', async ({ devices }) => {
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open(), haru);
  await counsellor.start();
  await visitor.ask('오늘은 여기까지');
  const code = await visitor.code();
  await counsellor.open();
  await counsellor.say('또 와요');
  await counsellor.chat.getByRole('button', { name: counsellor.t.wrapUp }).first().click();
  await finish(counsellor);
  await expect(visitor.page.getByRole('heading', { name: visitor.t.thanks })).toBeVisible();

  const elsewhere = new Visitor(await devices.open());
  await elsewhere.comeBack(code);
  await expect(elsewhere.page.getByText(care.ko.former(haru.name))).toBeVisible();
  await expect(counsellor.offer).toBeVisible();
});

test('nothing is offered to be left where somebody is there', async ({ devices }) => {
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open(), haru);
  await counsellor.start();
  await visitor.ask('안녕하세요');
  await expect(counsellor.offer).toBeVisible();
  await expect(visitor.page.getByRole('button', { name: care.ko.letter })).toHaveCount(0);
});
