//! Blocks by one and by two, outreach links that count, and what is kept: readings, holds, a file.

import { expectAccessible } from './accessible.ts';
import { bora, Desk, deskWords, minji } from './desks.ts';
import { desktop, expect, picture, test } from './fixtures.ts';
import { Counsellor, Visitor } from './people.ts';
import { haru } from './server.ts';

const t = deskWords('ko');

test('a counsellor blocks at once, a longer block waits for a supervisor, and either is lifted', async ({
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
  await visitor.ask('쉼터 주소 알려 줘');
  await counsellor.open();
  const details = await counsellor.details();
  await details.getByRole('button', { name: t.block }).click();
  const dialog = counsellor.page.getByRole('dialog');
  await dialog.getByRole('radio', { name: t.days(3) }).check();
  await expect(dialog.getByRole('status')).toContainText(t.second);
  await picture(counsellor.page, 'protection-1-block');
  await expectAccessible(counsellor.page, 'blocking');
  await dialog.getByRole('button', { name: t.blockGo }).click();
  await expect(counsellor.chat).toHaveCount(0);
  await expect(visitor.box).toHaveCount(0);

  await desk.goMore(t.blocks);
  await picture(desk.page, 'protection-2-blocks');
  await expectAccessible(desk.page, 'blocks');
  await desk.main.getByRole('button', { name: t.approve }).click();
  await expect(desk.main.getByRole('button', { name: t.approve })).toHaveCount(0);
  const block = desk.main.getByRole('listitem');
  const note = desk.main.getByRole('textbox', { name: t.liftNote });
  await expect(block).toBeFocused();
  // A reason that was begun and left is no reason of the next case.
  await desk.main.getByRole('button', { name: t.lift, exact: true }).click();
  await expect(note).toBeFocused();
  await note.fill('다른 사람의 일');
  await desk.main.getByRole('button', { name: t.cancel, exact: true }).click();
  await expect(block).toBeFocused();
  await desk.main.getByRole('button', { name: t.lift, exact: true }).click();
  await expect(note).toHaveValue('');
  await note.fill('사람을 잘못 봤음');
  await note.press('Enter');
  await expect(block).toContainText(t.lifted);
  await expect(block).toBeFocused();
});

test('a link counts who came by it and says so on its card', async ({ devices, server }) => {
  const counsellor = new Counsellor(await devices.open({ viewport: desktop }), haru);
  await counsellor.start();
  const desk = new Desk(counsellor.page, haru);
  await desk.goMore(t.outreach);
  await desk.main.getByRole('button', { name: t.newLink }).click();
  await desk.main.getByRole('textbox', { name: t.linkName }).fill('오픈채팅 11월');
  await desk.main.getByRole('textbox', { name: t.linkSite }).first().fill('오픈채팅');
  await desk.main.getByRole('button', { name: t.make, exact: true }).click();
  const card = desk.main.getByRole('article');
  await expect(card).toContainText('오픈채팅 11월');
  await card.getByRole('button', { name: t.qr }).click();
  const width = (): Promise<number> =>
    card
      .getByRole('img')
      .evaluate((img) => (img instanceof HTMLImageElement ? img.naturalWidth : 0));
  // It is fetched before it can be looked at.
  await expect.poll(width).toBeGreaterThan(0);
  await picture(desk.page, 'protection-3-outreach');
  await expectAccessible(desk.page, 'outreach with a link');

  const url = new URL((await card.getByText('?o=').innerText()).trim());
  const visitor = new Visitor(await devices.open());
  await visitor.page.goto(`${server.url}/${url.search}`);
  await expect(visitor.page).toHaveURL(`${server.url}/`);
  await visitor.page.getByRole('textbox', { name: visitor.t.first }).fill('링크로 왔어요');
  await visitor.page.getByRole('button', { name: visitor.t.start }).click();
  await expect(counsellor.offer).toBeVisible();
  await desk.goMore(t.outreach);
  await expect(card.getByRole('definition').first()).toHaveText('1');

  await desk.main.getByRole('textbox', { name: t.linkSite }).fill('게임 채널');
  await desk.main.getByRole('spinbutton', { name: t.minutes }).fill('45');
  await desk.main.getByRole('button', { name: t.add, exact: true }).click();
  await expect(desk.main.getByRole('listitem').filter({ hasText: '게임 채널' })).toContainText(
    '45',
  );
  await desk.main.getByRole('button', { name: t.deleteOf('게임 채널') }).click();
  await expect(desk.main.getByText('게임 채널')).toHaveCount(0);
  await expect(desk.main.getByRole('region', { name: t.log })).toBeFocused();
});

test('who looked is on record, a law keeps a talk by two people, and the file is downloaded', async ({
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
  await desk.chip(/\d{4}/).click();
  await desk.main.getByRole('button', { name: t.observe, exact: true }).click();
  await expect(desk.chat).toBeVisible();

  const details = await desk.details();
  const downloading = desk.page.waitForEvent('download');
  await details.getByRole('button', { name: t.export }).click();
  expect((await downloading).suggestedFilename()).toMatch(/^gyeot-\d{4}-[0-9a-f]{8}\.json$/);

  await details.getByRole('button', { name: t.hold }).click();
  const dialog = desk.page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: t.holdReason }).fill('법원 명령 2026-77');
  await expectAccessible(desk.page, 'asking for a hold');
  await dialog.getByRole('button', { name: t.holdGo }).click();
  await desk.goMore(t.holds);
  // Not by herself.
  await expect(desk.main.getByRole('listitem')).toContainText('법원 명령 2026-77');
  await expect(desk.main.getByRole('button', { name: t.holdConfirm })).toHaveCount(0);

  const other = await Desk.hire(
    await devices.open({ viewport: desktop }),
    server,
    bora,
    'supervisor',
  );
  await other.live();
  await other.goMore(t.holds);
  await other.main.getByRole('button', { name: t.holdConfirm }).click();
  await expect(other.main.getByRole('listitem')).toContainText(t.isHeld);
  await expect(other.main.getByRole('listitem')).toBeFocused();
  await picture(other.page, 'protection-4-holds');
  await expectAccessible(other.page, 'holds');
  await other.main.getByRole('button', { name: t.askLift, exact: true }).click();
  await expect(other.main.getByRole('textbox')).toBeFocused();

  await other.goMore(t.readings);
  const rows = other.main.getByRole('row').filter({ hasText: minji.name });
  await expect(rows.first()).toBeVisible();
  await picture(other.page, 'protection-5-readings');
  await expectAccessible(other.page, 'readings');
  await other.main.getByRole('button', { name: haru.name }).first().click();
  await expect(other.main.getByRole('row').filter({ hasText: minji.name })).toHaveCount(0);
});
