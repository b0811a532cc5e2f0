//! What burns reaches every supervisor within two seconds, rings until one of them answers, and then is silent everywhere.

import { expectAccessible } from './accessible.ts';
import { bora, Desk, listen, minji } from './desks.ts';
import { desktop, expect, phone, picture, test } from './fixtures.ts';
import { Counsellor, Visitor } from './people.ts';
import { haru } from './server.ts';

const grave = '지금 죽고 싶어요. 옥상에 올라왔어요';

test('a phrase of class 4 while she waits puts her first and rings at the wallboard within two seconds', async ({
  devices,
  server,
}) => {
  const board = await devices.open({ viewport: desktop });
  const played = await listen(board);
  const first = await Desk.hire(board, server, minji, 'supervisor');
  await first.live();
  const other = await Desk.hire(
    await devices.open({ viewport: phone, colorScheme: 'dark' }),
    server,
    bora,
    'supervisor',
  );
  await other.live();
  const calm = new Visitor(await devices.open());
  const visitor = new Visitor(await devices.open());
  await calm.ask('심심해서 왔어요');
  await visitor.ask('안녕하세요');
  await expect(first.line).toHaveCount(2);
  await expect(first.alarm).toHaveCount(0);

  await visitor.box.fill(grave);
  await visitor.box.press('Enter');
  // Two seconds for both: it is said aloud, and she is at the head of the line.
  await expect(first.alarm.getByRole('alert')).toContainText(first.t.risk(4), { timeout: 2_000 });
  await expect(first.line.first()).toContainText(first.t.risk(4), { timeout: 2_000 });
  await expect(first.alarm.getByRole('alert')).toContainText('죽고 싶다고');
  await expect(other.alarm.getByRole('alert')).toContainText(other.t.risk(4));
  await expect(first.page.getByText(grave)).toHaveCount(0);

  // It rings, and again; who keeps the sound off reads that it is off.
  await expect.poll(played).toBeGreaterThan(0);
  const once = await played();
  await expect.poll(played).toBeGreaterThan(once);
  await expect(other.alarm.getByText(other.t.silent)).toBeVisible();
  await picture(first.page, 'alerts-1-wallboard');
  await expectAccessible(first.page, 'the alarm at the wallboard');
  await picture(other.page, 'alerts-2-phone-dark');
  await expectAccessible(other.page, 'the alarm on a phone, dark');

  // It is above every other page too, and one answer ends it for both.
  await first.goMore(first.t.blocks);
  await expect(first.alarm).toBeVisible();
  await first.alarm.getByRole('button', { name: first.t.answer }).click();
  await expect(first.alarm).toHaveCount(0);
  await expect(other.alarm).toHaveCount(0);
  // Nobody holds her yet: the wallboard is where she can be taken over.
  await first.live();
  const silent = await played();
  await first.line.first().getByRole('button', { name: first.t.takeOver }).click();
  await expect(first.chat).toBeVisible();
  await expect(first.chat.getByText(grave)).toBeVisible();
  expect(await played()).toBe(silent);
});

test('what is open rings again after the connection was lost', async ({ devices, server }) => {
  const desk = await Desk.hire(
    await devices.open({ viewport: desktop }),
    server,
    minji,
    'supervisor',
  );
  await desk.live();
  const visitor = new Visitor(await devices.open());
  await visitor.ask(grave);
  await expect(desk.alarm).toBeVisible();
  await desk.page.reload();
  await expect(desk.alarm.getByRole('alert')).toContainText(desk.t.risk(4));
});

test('a talk that turns grave is opened by the one who answers, and its counsellor sees the rule', async ({
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
  const counsellor = new Counsellor(await devices.open({ viewport: desktop }), haru);
  await counsellor.start();
  await visitor.ask('안녕하세요');
  await counsellor.open();
  await visitor.say(grave);
  await expect(desk.alarm).toBeVisible();
  await expect(desk.chip(desk.t.risk(4))).toBeVisible();
  await desk.alarm.getByRole('button', { name: desk.t.answer }).click();
  await expect(desk.chat).toBeVisible();
  await expect(desk.chat.getByText(grave)).toBeVisible();

  const details = await counsellor.details();
  await expect(details.getByRole('list', { name: desk.t.history })).toContainText('죽고 싶다고');

  // A supervisor lowers it, and must say why.
  const hers = await desk.details();
  await hers.getByRole('button', { name: desk.t.setRisk }).click();
  const dialog = desk.page.getByRole('dialog');
  await dialog.getByRole('radio', { name: desk.t.risk(2) }).check();
  await expectAccessible(desk.page, 'changing the risk');
  await dialog
    .getByRole('textbox', { name: desk.t.whyLower })
    .fill('옥상에서 내려왔고 친구와 있음');
  await dialog.getByRole('button', { name: desk.t.save }).click();
  await expect(hers.getByRole('list', { name: desk.t.history })).toContainText('옥상에서 내려왔고');
  await expect(counsellor.chat).toContainText(desk.t.risk(2));

  // Her counsellor may raise it, not lower it.
  await details.getByRole('button', { name: desk.t.setRisk }).click();
  const lower = counsellor.page.getByRole('dialog').getByRole('radio', { name: desk.t.risk(1) });
  await expect(lower).toBeDisabled();

  // What she raises while a supervisor lowers it is not undone unread.
  await hers.getByRole('button', { name: desk.t.setRisk }).click();
  await dialog.getByRole('radio', { name: desk.t.risk(1) }).check();
  await dialog.getByRole('textbox', { name: desk.t.whyLower }).fill('친구와 집에 도착함');
  const raise = counsellor.page.getByRole('dialog');
  await raise.getByRole('radio', { name: desk.t.risk(3) }).check();
  await raise.getByRole('button', { name: desk.t.save }).click();
  await expect(counsellor.chat).toContainText(desk.t.risk(3));
  await dialog.getByRole('button', { name: desk.t.save }).click();
  await expect(dialog.getByRole('alert')).toContainText(desk.t.risk(3));
  await expectAccessible(desk.page, 'a class that has moved');
  await expect(counsellor.chat).toContainText(desk.t.risk(3));
  await dialog.getByRole('button', { name: desk.t.save }).click();
  await expect(dialog).toHaveCount(0);
  await expect(counsellor.chat).toContainText(desk.t.risk(1));
});
