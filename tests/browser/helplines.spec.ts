//! Where a life may be in danger, the numbers stand above her talk: calm, blaming nobody, and never out of reach.

import { care } from './care.ts';
import { expect, test } from './fixtures.ts';
import { looks, seen } from './looks.ts';
import { Counsellor, Visitor } from './people.ts';
import { haru } from './server.ts';

const phrase = { ko: '요즘 죽고 싶어요', en: 'I want to kill myself' } as const;

for (const look of looks) {
  test(`numbers to call come with words of despair and stay: ${look.name}`, async ({ devices }) => {
    const t = care[look.language];
    const visitor = new Visitor(await devices.open(look), look.language);
    const counsellor = new Counsellor(await devices.open(look), haru, look.language);
    const { page } = visitor;
    const card = page.getByRole('region', { name: t.helplines });
    const folded = page.getByRole('button', { name: t.showHelplines });
    await visitor.ask(phrase[look.language]);
    for (const number of ['112', '117', '1388', '1366']) {
      const link = card.getByRole('link', { name: new RegExp(`^${number}`) });
      await expect(link).toHaveAttribute('href', `tel:${number}`);
    }
    await expect(page.getByRole('status').filter({ hasText: '1388' })).toHaveCount(1);
    await seen(page, look, 'visitor-care-1-waiting');

    await counsellor.start();
    await counsellor.open();
    await counsellor.say('하루예요');
    await expect(visitor.line('하루예요')).toBeVisible();
    await expect(card).toBeVisible();
    await seen(page, look, 'visitor-care-2-talking');

    // She can fold it; one line stays.
    await card.getByRole('button', { name: t.fold }).click();
    await expect(card).toHaveCount(0);
    await expect(folded).toBeFocused();
    await seen(page, look, 'visitor-care-3-folded');
    await folded.click();
    await expect(card).toBeFocused();

    await page.reload();
    await expect(card).toBeVisible();
    await expect(visitor.exit).toBeVisible();
  });
}

test('nobody else sees the numbers above the talk', async ({ devices }) => {
  const visitor = new Visitor(await devices.open());
  await visitor.ask('오늘 집에 안 들어가고 싶어요');
  await expect(visitor.page.getByRole('region', { name: care.ko.helplines })).toHaveCount(0);
});
