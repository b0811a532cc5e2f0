//! After a talk: two questions that nobody has to answer, and erasing everything at once.

import { care } from './care.ts';
import { finish } from './desks.ts';
import { away, expect, test, type Page } from './fixtures.ts';
import { looks, seen } from './looks.ts';
import { Counsellor, Visitor, type Language } from './people.ts';
import { haru } from './server.ts';

const secret = '아무도 몰랐으면 하는 말';

async function end(counsellor: Counsellor): Promise<void> {
  await counsellor.chat.getByRole('button', { name: counsellor.t.wrapUp }).first().click();
  await finish(counsellor);
}

/** Nothing of it can be had any more: not with the token, not with the six words. */
async function expectGone(page: Page, token: string, code: string, language: Language) {
  const answer = await page.request.post('/api/v1/visits/leave', {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect(answer.status()).toBe(401);
  const again = new Visitor(page, language);
  await again.comeBack(code);
  await expect(page.getByRole('alert').filter({ hasText: care[language].wrongCode })).toBeVisible();
}

for (const look of looks) {
  test(`she answers two questions and erases everything: ${look.name}`, async ({ devices }) => {
    const t = care[look.language];
    const visitor = new Visitor(await devices.open(look), look.language);
    const counsellor = new Counsellor(await devices.open(look), haru, look.language);
    const { page } = visitor;
    await counsellor.start();
    await visitor.ask(secret);
    const code = await visitor.code();
    await counsellor.open();
    await counsellor.say('하루예요');
    await expect(visitor.line('하루예요')).toBeVisible();
    await end(counsellor);
    await expect(page.getByRole('heading', { name: visitor.t.thanks })).toBeVisible();

    const survey = page.getByRole('form', { name: t.survey });
    await expect(survey.getByRole('button', { name: t.skip })).toBeVisible();
    await survey.getByRole('group', { name: t.helped }).getByText(t.yes, { exact: true }).click();
    await survey.getByRole('group', { name: t.safer }).getByText(t.no, { exact: true }).click();
    await seen(page, look, 'visitor-after-1-survey');
    await survey.getByRole('button', { name: t.send }).click();
    await expect(page.getByText(t.thanks)).toBeFocused();

    await page.getByRole('button', { name: t.erase }).click();
    await expect(page.getByRole('region', { name: t.eraseSure })).toBeFocused();
    await seen(page, look, 'visitor-after-2-erase');
    const token = await page.evaluate(() => sessionStorage.getItem('token') ?? '');
    expect(token).not.toBe('');
    await page.getByRole('button', { name: t.eraseGo, exact: true }).click();
    await expect(page.getByRole('heading', { name: t.erased })).toBeVisible();
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
    await expect(page.getByText(secret)).toHaveCount(0);
    await expect(page.getByText(code)).toHaveCount(0);
    await seen(page, look, 'visitor-after-3-erased');
    await expectGone(await devices.open(look), token, code, look.language);
  });
}

test('the questions can be skipped, and what is kept back is sent nowhere', async ({ devices }) => {
  const t = care.ko;
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open(), haru);
  await counsellor.start();
  await visitor.ask('짧은 이야기');
  await counsellor.open();
  await counsellor.say('하루예요');
  await expect(visitor.line('하루예요')).toBeVisible();
  await end(counsellor);
  await visitor.page
    .getByRole('group', { name: t.helped })
    .getByText(t.no, { exact: true })
    .click();
  await visitor.page.getByRole('button', { name: t.skip }).click();
  await expect(visitor.page.getByRole('form', { name: t.survey })).toHaveCount(0);
  expect(devices.requests.filter((url) => url.includes('/visits/survey'))).toEqual([]);
});

test('she erases everything in the middle of a talk, and can think better of it first', async ({
  devices,
}) => {
  const t = care.ko;
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open(), haru);
  const { page } = visitor;
  await counsellor.start();
  await visitor.ask(secret);
  const code = await visitor.code();
  await counsellor.open();
  await counsellor.say('하루예요');
  await expect(visitor.line('하루예요')).toBeVisible();
  const token = await page.evaluate(() => sessionStorage.getItem('token') ?? '');

  await page.getByRole('button', { name: t.erase }).click();
  await page.getByRole('button', { name: t.keepIt }).click();
  await expect(page.getByRole('button', { name: t.erase })).toBeFocused();
  await visitor.say('아직 있어요');
  await expect(counsellor.line('아직 있어요')).toHaveCount(1);

  await page.getByRole('button', { name: t.erase }).click();
  await page.getByRole('button', { name: t.eraseGo, exact: true }).click();
  await expect(page.getByRole('heading', { name: t.erased })).toBeVisible();
  await expect(counsellor.page.getByText(secret)).toHaveCount(0);
  await expectGone(await devices.open(), token, code, 'ko');
  await visitor.exit.click();
  await expect(page).toHaveURL(away);
});
