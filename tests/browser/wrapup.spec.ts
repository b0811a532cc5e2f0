//! When a talk is over, or too much: the record, the one press that hands it over, the rest after it, and the survey that she never sees.

import { expectAccessible } from './accessible.ts';
import { care } from './care.ts';
import { dami, Desk, deskWords, minji } from './desks.ts';
import { desktop, expect, phone, picture, test } from './fixtures.ts';
import { Counsellor, Visitor } from './people.ts';
import { haru, mina } from './server.ts';

const t = deskWords('ko');

test('one press hands a talk over, the visitor loses no line, and she may rest', async ({
  devices,
  server,
}) => {
  const desk = await Desk.hire(
    await devices.open({ viewport: desktop }),
    server,
    minji,
    'supervisor',
  );
  await desk.live();
  const visitor = new Visitor(await devices.open());
  const first = new Counsellor(await devices.open({ viewport: desktop }), haru);
  const second = new Counsellor(await devices.open({ viewport: desktop }), mina);
  await first.start();
  await visitor.ask('첫 번째 말');
  await first.open();
  await first.say('두 번째 말');
  await visitor.say('세 번째 말');
  await expect(first.line('세 번째 말')).toHaveCount(1);
  await second.start();

  const details = await first.details();
  await details.getByRole('button', { name: t.panic }).click();
  // No question: it is done, and said calmly.
  await expect(first.page.getByRole('heading', { name: t.rest })).toBeFocused();
  await expect(first.page.getByText('세 번째 말')).toHaveCount(0);
  await picture(first.page, 'wrapup-1-handed-over');
  await expectAccessible(first.page, 'after handing over');
  await expect(desk.alarm.getByRole('alert')).toBeVisible();

  await second.open();
  for (const text of ['첫 번째 말', '두 번째 말', '세 번째 말']) {
    await expect(second.line(text)).toHaveCount(1);
    await expect(visitor.line(text)).toHaveCount(1);
  }
  await visitor.say('네 번째 말');
  await expect(second.line('네 번째 말')).toHaveCount(1);
  await second.say('다섯 번째 말');
  await expect(visitor.line('다섯 번째 말')).toHaveCount(1);

  await first.page.getByRole('button', { name: t.back }).click();
  await expect(first.page.getByRole('group', { name: '휴식' })).toContainText(t.onBreak);
  await picture(first.page, 'wrapup-2-on-a-break');
  await expectAccessible(first.page, 'on a break');

  await desk.goMore(t.debriefs);
  await expect(desk.main.getByRole('listitem')).toContainText(haru.name);
  await picture(desk.page, 'wrapup-3-debriefs');
  await expectAccessible(desk.page, 'debriefs');
  await desk.main.getByRole('button', { name: t.done }).click();
  await expect(desk.main.getByRole('listitem')).toHaveCount(0);
  await expect(desk.main.getByRole('heading', { level: 1 })).toBeFocused();
});

for (const { name, viewport, colorScheme } of [
  { name: 'desktop', viewport: desktop, colorScheme: 'light' },
  { name: 'phone-dark', viewport: phone, colorScheme: 'dark' },
] as const) {
  test(`the record says what was done before the talk is closed: ${name}`, async ({ devices }) => {
    const visitor = new Visitor(await devices.open());
    const counsellor = new Counsellor(await devices.open({ viewport, colorScheme }), haru);
    await counsellor.start();
    await visitor.ask('안녕하세요');
    await counsellor.open();
    await counsellor.chat.getByRole('button', { name: counsellor.t.wrapUp }).first().click();
    await counsellor.chat.getByRole('button', { name: counsellor.t.finish }).first().click();
    const dialog = counsellor.page.getByRole('dialog', { name: t.record });
    const action = dialog.getByRole('group', { name: t.action }).getByRole('radio').first();
    await expect(action).toBeVisible();
    // Nothing is kept, and nothing closed, before it says what was done.
    await dialog.getByRole('button', { name: t.keepAndFinish }).click();
    await expect(dialog.getByRole('alert').first()).toContainText(t.action);
    await picture(counsellor.page, `${name}-wrapup-4-record`);
    await expectAccessible(counsellor.page, `${name}: the record`);
    await action.focus();
    await counsellor.page.keyboard.press('Space');
    await dialog.getByRole('checkbox').first().check();
    // What could not be ended is not ended: the window stays and says so.
    await counsellor.page.route('**/close', (route) => route.abort('internetdisconnected'));
    await dialog.getByRole('button', { name: t.keepAndFinish }).click();
    await expect(dialog.getByRole('alert').filter({ hasText: t.unfinished })).toBeVisible();
    await picture(counsellor.page, `${name}-wrapup-4-unfinished`);
    await expectAccessible(counsellor.page, `${name}: a talk that could not be ended`);
    await counsellor.page.unroute('**/close');
    await dialog.getByRole('button', { name: t.keepAndFinish }).click();
    await expect(dialog).toHaveCount(0);
    await expect(visitor.page.getByRole('heading', { name: visitor.t.thanks })).toBeVisible();
    await expect(counsellor.chat).toHaveCount(0);

    // It can be completed later, and the talk put out of her sight.
    const desk = new Desk(counsellor.page, haru);
    await desk.goMore(t.past);
    await desk.main.getByRole('button', { name: '기록 쓰기' }).click();
    await expect(counsellor.page.getByRole('dialog').getByRole('radio').first()).toBeChecked();
    await counsellor.page.keyboard.press('Escape');
    await desk.main.getByRole('button', { name: t.hide }).click();
    await picture(counsellor.page, `${name}-wrapup-5-past`);
    await expectAccessible(counsellor.page, `${name}: ended chats`);
    await desk.main.getByRole('button', { name: t.hideSure }).click();
    await expect(desk.main.getByRole('listitem')).toHaveCount(0);
    await expect(desk.main.getByRole('heading', { level: 1 })).toBeFocused();
  });
}

test('what she answers to the two questions is on no page of the counsellor and in no answer to her', async ({
  devices,
  server,
}) => {
  const words = care.ko;
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open({ viewport: desktop }), haru);
  await counsellor.start();
  await visitor.ask('안녕하세요');
  await counsellor.open();
  const desk = new Desk(counsellor.page, haru);
  await counsellor.chat.getByRole('button', { name: counsellor.t.wrapUp }).first().click();
  await counsellor.chat.getByRole('button', { name: counsellor.t.finish }).first().click();
  await counsellor.page.getByRole('dialog').getByRole('button', { name: t.without }).click();
  const survey = visitor.page.getByRole('group', { name: words.helped });
  await survey.getByRole('radio', { name: words.no, exact: true }).check();
  await visitor.page.getByRole('button', { name: words.send }).click();
  await expect(visitor.page.getByText(words.thanks)).toBeVisible();

  const pages = desk.menu.getByRole('button');
  for (const name of [t.chats, t.letters, t.more]) {
    await desk.go(name);
    await expect(counsellor.page.getByText(/도움이 [됐되]/)).toHaveCount(0);
  }
  expect(await pages.filter({ hasText: '답' }).count()).toBe(0);
  for (const name of [t.past, t.debriefs, t.outreach]) {
    await desk.goMore(name);
    await expect(counsellor.page.getByText(/도움이 [됐되]/)).toHaveCount(0);
  }
  const answer = await counsellor.page.request.get('/api/v1/insights/survey');
  expect(answer.status()).toBe(403);

  const council = await Desk.hire(
    await devices.open({ viewport: desktop }),
    server,
    dami,
    'council',
  );
  await expect(council.page.getByRole('heading', { name: t.survey })).toBeVisible();
  await picture(council.page, 'wrapup-6-survey');
  await expectAccessible(council.page, 'the figures of the survey');
});
