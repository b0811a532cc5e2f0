//! The word for when somebody looks over her shoulder: an empty page that anyone may have open, and nothing behind it.

import { care } from './care.ts';
import { away, expect, test } from './fixtures.ts';
import { looks, seen } from './looks.ts';
import { Counsellor, Visitor } from './people.ts';
import { haru } from './server.ts';

const secret = '아무도 몰랐으면 하는 말';

for (const look of looks) {
  test(`the other last word opens an empty page: ${look.name}`, async ({ devices, server }) => {
    const t = care[look.language];
    const visitor = new Visitor(await devices.open(look), look.language);
    const counsellor = new Counsellor(await devices.open(look), haru, look.language);
    await counsellor.start();
    await visitor.ask(secret);
    const code = await visitor.code();
    const explained = visitor.page.getByText(t.duress);
    await seen(visitor.page, look, 'visitor-duress-1-words');
    const word = (await explained.innerText()).trim().split(/\s+/).at(-1) ?? '';
    expect(code.split(' ')).not.toContain(word);
    const forced = [...code.split(' ').slice(0, 5), word].join(' ');

    // It is not one of her words: the check that she has them does not take it.
    await visitor.page.getByRole('button', { name: t.check }).click();
    await visitor.page.getByRole('textbox', { name: t.checkLabel }).fill(forced);
    await visitor.page.getByRole('button', { name: t.checkGo, exact: true }).click();
    await expect(visitor.page.getByText(t.notQuite)).toBeVisible();

    await counsellor.open();
    await counsellor.say('하루예요');

    const page = await devices.open(look);
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    await page.goto('about:blank');
    await new Visitor(page, look.language).comeBack(forced);
    await expect(page.getByRole('heading', { name: t.noMemo })).toBeVisible();
    await expect(page).toHaveTitle(t.memo);
    expect(new URL(page.url()).pathname).toBe('/');
    expect(sockets).toEqual([]);
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
    expect(await page.context().cookies()).toEqual([]);
    await expect(page.getByRole('button')).toHaveCount(0);
    await expect(page.getByRole('textbox')).toHaveCount(0);
    for (const text of [secret, word, visitor.t.exit, '1388']) {
      await expect(page.getByText(text)).toHaveCount(0);
    }
    await seen(page, look, 'visitor-duress-2-empty');

    // Back leads to where she was before, and the way out works.
    await page.goBack();
    expect(page.url()).not.toContain(server.url);
    await new Visitor(page, look.language).comeBack(forced);
    await page.getByRole('link', { name: t.close }).click();
    await expect(page).toHaveURL(away);

    // What she really has is untouched.
    await visitor.say('저는 괜찮아요');
    await expect(counsellor.line('저는 괜찮아요')).toHaveCount(1);
  });
}

test('Shift three times leaves the empty page without a word', async ({ devices }) => {
  const t = care.ko;
  const visitor = new Visitor(await devices.open());
  await visitor.ask(secret);
  const code = await visitor.code();
  const explained = await visitor.page.getByText(t.duress).innerText();
  const word = explained.trim().split(/\s+/).at(-1) ?? '';
  const page = await devices.open();
  await new Visitor(page).comeBack([...code.split(' ').slice(0, 5), word].join(' '));
  await expect(page.getByRole('heading', { name: t.noMemo })).toBeVisible();
  await page.keyboard.press('Shift');
  await expect(page.getByText('Shift')).toHaveCount(0);
  await page.keyboard.press('Shift');
  await page.keyboard.press('Shift');
  await expect(page).toHaveURL(away);
});
