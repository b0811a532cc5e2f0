//! Drafts and contact details wait for a supervisor; both sides see where they are, and what is let go arrives once.

import { expectAccessible } from './accessible.ts';
import { Desk, minji } from './desks.ts';
import { desktop, expect, phone, picture, test } from './fixtures.ts';
import { Counsellor, Visitor } from './people.ts';
import { haru } from './server.ts';

test('a held draft is approved, edited or returned, and delivered once', async ({
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
  const { t } = desk;
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open({ viewport: desktop }), haru);
  await counsellor.start();
  await visitor.ask('오늘 집에 안 들어가고 싶어요');
  await counsellor.open();
  await desk.trust(haru, t.trustAll);

  // Approved.
  await counsellor.box.fill('지금 어디에 있어요?');
  await counsellor.box.press('Enter');
  await expect(counsellor.lines.filter({ hasText: t.waits })).toBeVisible();
  await expect(visitor.line('지금 어디에 있어요?')).toHaveCount(0);
  await expect(desk.toCheck).toContainText('지금 어디에 있어요?');
  await picture(counsellor.page, 'approval-1-counsellor');
  await picture(desk.page, 'approval-2-wallboard');
  await expectAccessible(counsellor.page, 'a held draft at its author');
  await expectAccessible(desk.page, 'a held draft on the wallboard');
  await desk.toCheck.getByRole('button', { name: t.release, exact: true }).click();
  await expect(visitor.line('지금 어디에 있어요?')).toHaveCount(1);
  await expect(counsellor.lines.filter({ hasText: t.waits })).toHaveCount(0);
  await expect(counsellor.line('지금 어디에 있어요?')).toHaveCount(1);
  await expect(desk.page.getByText(t.nothingToCheck)).toBeVisible();

  // Edited, by keyboard alone, on a page of its own.
  await desk.go(t.held);
  await counsellor.box.fill('왜 나왔어?');
  await counsellor.box.press('Enter');
  await expect(desk.toCheck).toContainText('왜 나왔어?');
  await desk.toCheck.getByRole('button', { name: t.release, exact: true }).focus();
  await desk.page.keyboard.press('e');
  const box = desk.toCheck.getByRole('textbox', { name: t.text });
  await expect(box).toBeFocused();
  await box.fill('무슨 일이 있었는지 말해 줄래요?');
  await desk.page.keyboard.press('Tab');
  await desk.page.keyboard.press('Enter');
  await expect(visitor.line('무슨 일이 있었는지 말해 줄래요?')).toHaveCount(1);
  await expect(visitor.line('왜 나왔어?')).toHaveCount(0);
  await expect(counsellor.line('무슨 일이 있었는지 말해 줄래요?')).toHaveCount(1);
  await expect(counsellor.lines.filter({ hasText: t.editedMark })).toHaveCount(1);

  // Returned with a word while she whispers: her hands stay where they are, and it is back in its box.
  await counsellor.box.fill('집에 가는 게 좋겠어요');
  await counsellor.box.press('Enter');
  await counsellor.chat.getByRole('tab', { name: t.toStaff }).click();
  const whisper = counsellor.chat.getByRole('textbox', { name: t.toStaff });
  await whisper.fill('한 가지 물어볼');
  await desk.toCheck.getByRole('button', { name: t.give }).click();
  await desk.toCheck.getByRole('textbox', { name: t.note }).fill('먼저 안전한지 물어봐 주세요');
  await picture(desk.page, 'approval-3-return');
  await expectAccessible(desk.page, 'returning a draft');
  await desk.toCheck.getByRole('button', { name: t.give }).click();
  await expect(counsellor.chat.getByText('먼저 안전한지 물어봐 주세요')).toBeVisible();
  await expect(whisper).toBeFocused();
  await expect(whisper).toHaveValue('한 가지 물어볼');
  await picture(counsellor.page, 'approval-4-returned-while-whispering');
  await counsellor.chat.getByRole('button', { name: t.changeIt }).click();
  await expect(counsellor.box).toBeFocused();
  await expect(counsellor.box).toHaveValue('집에 가는 게 좋겠어요');
  await expect(visitor.line('집에 가는 게 좋겠어요')).toHaveCount(0);
  await picture(counsellor.page, 'approval-4-returned');
  await expectAccessible(counsellor.page, 'a returned draft');

  // A key ends no talk that is not in front of her.
  const hers = new Desk(counsellor.page, haru);
  await hers.go(t.letters);
  await expect(hers.main.getByRole('heading', { level: 1 })).toBeFocused();
  await counsellor.page.keyboard.press('e');
  await hers.go(t.chats);
  await expect(
    counsellor.chat.getByRole('button', { name: counsellor.t.wrapUp }).first(),
  ).toBeVisible();
});

test('a phone number from either side is held and reported', async ({ devices, server }) => {
  const desk = await Desk.hire(
    await devices.open({ viewport: phone }),
    server,
    minji,
    'supervisor',
  );
  await desk.live();
  const { t } = desk;
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open({ viewport: desktop }), haru);
  await counsellor.start();
  await visitor.ask('안녕하세요');
  await counsellor.open();

  await visitor.box.fill('전화해 줄래요? 010-1234-5678 이에요');
  await visitor.box.press('Enter');
  await expect(counsellor.chat.getByText(t.withheld)).toBeVisible();
  await expect(counsellor.page.getByText('010-1234-5678')).toHaveCount(0);
  await expect(desk.page.getByRole('button', { name: t.soft(1) })).toBeVisible();
  await expect(desk.toCheck.getByText('010-1234-5678', { exact: true })).toBeVisible();

  await counsellor.box.fill('제 번호는 010-8765-4321 이에요');
  await counsellor.box.press('Enter');
  await expect(counsellor.lines.filter({ hasText: t.contactWaits })).toBeVisible();
  await expect(visitor.page.getByText('010-8765-4321')).toHaveCount(0);
  await expect(desk.page.getByRole('button', { name: t.soft(2) })).toBeVisible();
  await expect(desk.toCheck).toHaveCount(2);
  await picture(desk.page, 'approval-5-phone');
  await expectAccessible(desk.page, 'contact details on a phone');

  // Enter once more releases nothing: the focus is with the next message, on none of its buttons.
  const release = desk.toCheck
    .filter({ hasText: '010-1234-5678' })
    .getByRole('button', { name: t.release, exact: true });
  await release.press('Enter');
  await expect(desk.toCheck).toHaveCount(1);
  await expect(desk.toCheck).toBeFocused();
  await desk.page.keyboard.press('Enter');
  await expect(counsellor.line('010-1234-5678')).toHaveCount(1);
  await expect(counsellor.chat.getByText(t.withheld)).toHaveCount(0);
  await expect(desk.toCheck).toContainText('010-8765-4321');
  await expect(counsellor.lines.filter({ hasText: t.contactWaits })).toBeVisible();
});
