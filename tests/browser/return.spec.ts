//! Coming back without an account: six words, and nobody who lacks one of them.

import { expectAccessible } from './accessible.ts';
import { finish } from './desks.ts';
import { expect, picture, test } from './fixtures.ts';
import { Counsellor, Visitor } from './people.ts';
import { haru } from './server.ts';

test('the page offers to check that she has her words', async ({ devices }) => {
  const visitor = new Visitor(await devices.open());
  const { page } = visitor;
  await visitor.ask('나중에 다시 올게요');
  const code = await visitor.code();
  expect(code.split(' ')).toHaveLength(6);
  await page.getByRole('button', { name: '적어 뒀는지 확인하기' }).click();
  await expect(page.getByText(code.split(' ')[0] ?? '', { exact: true })).toHaveCount(0);
  const box = page.getByRole('textbox', {
    name: '보지 않고 여섯 단어를 적어 보세요',
  });
  await expect(box).toBeFocused();
  await box.fill(code.split(' ').toReversed().join(' '));
  await page.getByRole('button', { name: '확인', exact: true }).click();
  await expect(page.getByText('조금 달라요')).toBeVisible();
  await expectAccessible(page, 'checking the words');
  await picture(page, 'phone-visitor-6-check');
  await box.fill(`  ${code.split(' ').join('   ')} `);
  await box.press('Enter');
  await expect(page.getByText('맞아요. 이제 언제든 다시 올 수 있어요.')).toBeVisible();
});

test('her words open the same talk on another device and close it on the first', async ({
  devices,
}) => {
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open(), haru);
  await counsellor.start();
  await visitor.ask('다른 기기에서 이어서 할게요');
  const code = await visitor.code();
  await counsellor.open();
  await counsellor.say('기다리고 있을게요');
  await expect(visitor.line('기다리고 있을게요')).toBeVisible();

  const elsewhere = new Visitor(await devices.open());
  await elsewhere.comeBack(code.split(' ').toReversed().join(' '));
  const sorry = elsewhere.page
    .getByRole('alert')
    .filter({ hasText: '맞는 이야기를 찾지 못했어요' });
  await expect(sorry).toBeVisible();
  await expectAccessible(elsewhere.page, 'a wrong code');
  await picture(elsewhere.page, 'phone-visitor-7-wrong-code');

  await elsewhere.enterCode(code);
  await expect(elsewhere.line('다른 기기에서 이어서 할게요')).toHaveCount(1);
  await expect(elsewhere.line('기다리고 있을게요')).toHaveCount(1);
  await elsewhere.say('저 왔어요');
  await expect(counsellor.line('저 왔어요')).toHaveCount(1);

  await expect(
    visitor.page.getByRole('heading', { name: '이 창의 이야기는 닫혔어요' }),
  ).toBeVisible();
  await expect(visitor.page.getByText('저 왔어요')).toHaveCount(0);
  expect(await visitor.page.evaluate(() => sessionStorage.length)).toBe(0);
  await expectAccessible(visitor.page, 'closed elsewhere');

  // Somebody may have sat down there: it has forgotten her words, and asks for them.
  await expect(visitor.page.getByRole('button', { name: '다시 올 때 쓰는 말 보기' })).toHaveCount(
    0,
  );
  await picture(visitor.page, 'phone-visitor-8-closed-elsewhere');
  await visitor.page.getByRole('main').getByRole('button').first().click();
  await visitor.enterCode(code);
  await expect(visitor.line('저 왔어요')).toHaveCount(1);
  await expect(visitor.page.getByRole('main')).toBeFocused();
  await visitor.say('다시 여기예요');
  await expect(counsellor.line('다시 여기예요')).toHaveCount(1);
});

test('after a talk has ended her words begin a new one that continues it', async ({ devices }) => {
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open(), haru);
  await counsellor.start();
  await visitor.ask('오늘은 여기까지');
  const code = await visitor.code();
  await counsellor.open();
  await counsellor.chat.getByRole('button', { name: counsellor.t.wrapUp }).first().click();
  await finish(counsellor);
  await expect(visitor.page.getByRole('heading', { name: visitor.t.thanks })).toBeVisible();

  const elsewhere = new Visitor(await devices.open());
  await elsewhere.comeBack(code);
  await expect(elsewhere.box).toBeVisible();
  await expect(counsellor.offer).toBeVisible();
  await counsellor.open();
  await elsewhere.say('또 왔어요');
  await expect(counsellor.line('또 왔어요')).toHaveCount(1);
});
