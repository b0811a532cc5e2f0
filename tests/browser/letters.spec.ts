//! A letter at the desk: it stands in the list, is opened by one counsellor, answered in her own time, and found by who left it.

import { expectAccessible } from './accessible.ts';
import { care } from './care.ts';
import { Desk } from './desks.ts';
import { desktop, expect, phone, picture, test, type Page } from './fixtures.ts';
import { Counsellor, Visitor, type Language } from './people.ts';
import { haru } from './server.ts';

const looks = [
  { name: 'desktop', viewport: desktop, colorScheme: 'light', language: 'ko', locale: 'ko-KR' },
  { name: 'phone-dark', viewport: phone, colorScheme: 'dark', language: 'en', locale: 'en-GB' },
] as const;

async function leave(page: Page, visitor: Visitor, language: Language): Promise<string> {
  const t = care[language];
  await visitor.ask('오늘 밤 어디에서 자야 할지 모르겠어요');
  const code = await visitor.code();
  await page.getByRole('button', { name: t.letter }).click();
  const card = page.getByRole('region', { name: t.letterCard });
  await page.getByRole('button', { name: t.check }).click();
  await card.getByRole('textbox', { name: t.checkLabel }).fill(code);
  await card.getByRole('textbox', { name: t.checkLabel }).press('Enter');
  await card.getByRole('button', { name: t.leave, exact: true }).click();
  await expect(page.getByRole('heading', { name: t.left })).toBeVisible();
  return code;
}

for (const look of looks) {
  test(`a letter is opened from the list, answered and found: ${look.name}`, async ({
    devices,
  }) => {
    const visitor = new Visitor(await devices.open());
    const code = await leave(visitor.page, visitor, 'ko');

    const counsellor = new Counsellor(await devices.open(look), haru, look.language);
    await counsellor.start();
    const desk = new Desk(counsellor.page, haru, look.language);
    const { t } = desk;
    await desk.go(t.letters);
    const letter = desk.main.getByRole('listitem');
    await expect(letter).toHaveCount(1);
    // No word of it before it is somebody's.
    await expect(desk.page.getByText('어디에서 자야')).toHaveCount(0);
    await picture(desk.page, `${look.name}-letters-1-list`);
    await expectAccessible(desk.page, `${look.name}: letters`);
    await letter.getByRole('button').click();
    await expect(counsellor.line('어디에서 자야')).toBeVisible();
    await expect(counsellor.box).toBeFocused();
    await counsellor.say('오늘 밤 갈 수 있는 곳을 적어 둘게요');
    await picture(desk.page, `${look.name}-letters-2-answer`);
    await expectAccessible(desk.page, `${look.name}: answering a letter`);
    const details = await desk.details();
    await details.getByRole('button', { name: t.answered }).click();
    await expect(counsellor.chat).toHaveCount(0);

    const elsewhere = new Visitor(await devices.open());
    await elsewhere.comeBack(code);
    await expect(elsewhere.line('오늘 밤 갈 수 있는 곳을 적어 둘게요')).toHaveCount(1);
  });
}
