//! The wallboard: what is true now, what is said when it is not, and everything that can be done from a row.

import { expectAccessible } from './accessible.ts';
import { Desk, minji } from './desks.ts';
import { desktop, expect, phone, picture, test } from './fixtures.ts';
import { Counsellor, Visitor, type Language } from './people.ts';
import { haru, mina } from './server.ts';

const looks = [
  { name: 'phone', viewport: phone, colorScheme: 'light', language: 'ko' },
  { name: 'desktop-dark', viewport: desktop, colorScheme: 'dark', language: 'en' },
  { name: 'wall', viewport: { width: 1920, height: 1080 }, colorScheme: 'dark', language: 'ko' },
] as const;

for (const { name, viewport, colorScheme, language } of looks) {
  test(`a supervisor's pages are readable, accessible and announced: ${name}`, async ({
    devices,
    server,
  }) => {
    const lang: Language = language;
    const locale = lang === 'ko' ? 'ko-KR' : 'en-GB';
    const desk = await Desk.hire(
      await devices.open({ viewport, colorScheme, locale }),
      server,
      minji,
      'supervisor',
      lang,
    );
    await desk.live();
    const visitor = new Visitor(await devices.open());
    await visitor.ask('안녕하세요');
    await expect(desk.line).toHaveCount(1);
    await picture(desk.page, `${name}-supervisor-wallboard`);
    await expectAccessible(desk.page, `${name}: wallboard`);
    // On the wall there is the wallboard alone.
    if (name === 'wall') return;
    const { t } = desk;
    await desk.go(t.more);
    await picture(desk.page, `${name}-supervisor-more`);
    await expectAccessible(desk.page, `${name}: more`);
    // The other pages are looked at in these two looks by states.spec.ts, in each of their states.
    const heading = desk.main.getByRole('heading', { level: 1 });
    for (const page of [t.held, t.letters]) {
      await desk.go(page);
      await expect(heading).toBeFocused();
    }
    for (const page of [t.debriefs, t.outreach, t.blocks, t.readings, t.holds]) {
      await desk.goMore(page);
      await expect(heading).toBeFocused();
    }
  });
}

test('from a row she looks on, whispers, joins, steps out and takes over', async ({
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
  await visitor.ask('오늘 힘들었어요');
  await counsellor.open();

  const chip = desk.chip(/\d{4}/);
  await chip.click();
  await expect(chip).toHaveAttribute('aria-expanded', 'true');
  await picture(desk.page, 'wallboard-1-row');
  await expectAccessible(desk.page, 'the actions of a row');

  // A whisper: the counsellor reads it, the visitor does not.
  await desk.main.getByRole('button', { name: t.whisper }).click();
  const whisper = desk.page.getByRole('textbox', { name: t.toCounsellor });
  await expect(whisper).toBeFocused();
  await whisper.fill('쉼터에 자리가 있어요');
  await whisper.press('Enter');
  await expect(counsellor.line('쉼터에 자리가 있어요')).toBeVisible();
  await expect(visitor.page.getByText('쉼터에 자리가 있어요')).toHaveCount(0);

  // Joined she speaks openly, beside the counsellor.
  const details = await desk.details();
  await details.getByRole('button', { name: t.join }).click();
  const open = new Counsellor(desk.page, minji);
  await open.say('저는 민지예요. 같이 이야기해도 될까요?');
  await expect(visitor.line('저는 민지예요. 같이 이야기해도 될까요?')).toHaveCount(1);
  await counsellor.say('네, 셋이 같이 이야기해요');
  await expect(visitor.line('네, 셋이 같이 이야기해요')).toHaveCount(1);
  await picture(desk.page, 'wallboard-2-joined');
  await expectAccessible(desk.page, 'joined');

  await details.getByRole('button', { name: t.stepOut }).click();
  await expect(desk.chat).toHaveCount(0);
  await visitor.say('고마워요');
  await expect(counsellor.line('고마워요')).toHaveCount(1);
  await expect(desk.page.getByText('고마워요')).toHaveCount(0);

  await desk.go(t.wallboard);
  await chip.click();
  await desk.main.getByRole('group').getByRole('button', { name: t.takeOver }).click();
  await expect(desk.chat).toBeVisible();
  await expect(counsellor.chat).toHaveCount(0);
  await open.say('이제 제가 들을게요');
  await expect(visitor.line('이제 제가 들을게요')).toHaveCount(1);
});

test('it says when it is not live, and is right again after that', async ({ devices, server }) => {
  const desk = await Desk.hire(
    await devices.open({ viewport: desktop }),
    server,
    minji,
    'supervisor',
  );
  await desk.live();
  const { t, page } = desk;
  const counsellor = new Counsellor(await devices.open(), mina);
  await counsellor.start();
  await expect(desk.main.getByRole('row', { name: mina.name })).toBeVisible();

  await page.context().setOffline(true);
  await expect(page.getByRole('status').filter({ hasText: t.notLive })).toBeVisible();
  await picture(page, 'wallboard-3-not-live');
  await expectAccessible(page, 'a wallboard that is not live');
  const visitor = new Visitor(await devices.open());
  await visitor.ask('안녕하세요');
  await counsellor.open();
  await page.context().setOffline(false);
  await desk.live();
  await expect(desk.chip(/\d{4}/)).toBeVisible();
});

test('a line that is pointed out is reviewed', async ({ devices, server }) => {
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
  await visitor.ask('어떤 아저씨가 자꾸 말을 걸어요');
  await counsellor.open();
  const details = await counsellor.details();
  await details.getByRole('button', { name: t.point }).click();
  await counsellor.page.getByRole('button', { name: t.pointThis }).first().click();
  await expectAccessible(counsellor.page, 'pointing out a line');
  await counsellor.page.getByRole('dialog').getByRole('textbox').fill('같이 봐 주세요');
  await counsellor.page.getByRole('dialog').getByRole('button', { name: t.tell }).click();

  await desk.go(t.review);
  await expect(desk.main.getByRole('article')).toContainText('어떤 아저씨가 자꾸 말을 걸어요');
  await expect(desk.main.getByRole('article')).toContainText('같이 봐 주세요');
  await picture(desk.page, 'wallboard-4-review');
  await expectAccessible(desk.page, 'review');
  await desk.main.getByRole('button', { name: t.fine }).click();
  await expect(desk.main.getByRole('article')).toHaveCount(0);
  await expect(desk.main.getByRole('heading', { level: 1 })).toBeFocused();
  await desk.main.getByRole('radio', { name: t.reviewed }).check();
  await expect(desk.main.getByRole('article')).toContainText(t.fine);
});
