//! Talking while the keyboard, the page and the network do what they do.

import type { CDPSession } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { Counsellor, Visitor } from './people.ts';
import { haru } from './server.ts';

/** Enter as an input method passes it on: a key it is still busy with. */
async function enterWhileComposing(keyboard: CDPSession): Promise<void> {
  const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229 };
  await keyboard.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key });
}

async function compose(keyboard: CDPSession, ...steps: string[]): Promise<void> {
  for (const text of steps) {
    await keyboard.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  }
}

test('Enter sends a Hangul message whole and once, whatever the syllable is at', async ({
  devices,
}) => {
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open(), haru);
  await counsellor.start();
  await visitor.ask('한글로 쓸게요');
  await counsellor.open();
  await expect(counsellor.line('한글로 쓸게요')).toBeVisible();

  for (const [who, other] of [
    [visitor, counsellor],
    [counsellor, visitor],
  ] as const) {
    const keyboard = await who.page.context().newCDPSession(who.page);
    const from = who === visitor ? '가' : '나';

    // Enter, then the end of the syllable, then the same Enter once more.
    await who.box.focus();
    await compose(keyboard, 'ㅎ', '하', '한');
    await enterWhileComposing(keyboard);
    await keyboard.send('Input.insertText', { text: `한${from}` });
    await who.page.keyboard.press('Enter');
    await expect(who.box).toHaveValue('');
    await expect(other.line(`한${from}`)).toHaveCount(1);

    // The end first, then Enter.
    await compose(keyboard, 'ㄱ', '그', '글');
    await keyboard.send('Input.insertText', { text: `글${from}` });
    await who.page.keyboard.press('Enter');
    await expect(who.box).toHaveValue('');
    await expect(other.line(`글${from}`)).toHaveCount(1);

    // Shift+Enter is a new line of the same message.
    await who.box.pressSequentially(`first${from}`);
    await who.page.keyboard.press('Shift+Enter');
    await who.box.pressSequentially('second');
    await who.page.keyboard.press('Enter');
    await expect(other.line(`first${from}`)).toHaveText(/first.\nsecond/, {
      useInnerText: true,
    });
  }
  // One message each time, and no stray syllable: the first words, and three from either side.
  for (const text of ['한가', '글가', 'first가', '한나', '글나', 'first나']) {
    await expect(visitor.line(text)).toHaveCount(1);
    await expect(counsellor.line(text)).toHaveCount(1);
  }
  await visitor.page.reload();
  await expect(visitor.page.getByRole('list', { name: visitor.t.history })).toBeVisible();
  const bodies = visitor.lines.filter({ hasNotText: /오전|오후|요일/ });
  await expect(bodies).toHaveCount(7);
});

test('a reload in the middle of a talk loses no line and the talk goes on', async ({ devices }) => {
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open(), haru);
  await counsellor.start();
  await visitor.ask('첫 번째 말');
  await counsellor.open();
  await counsellor.say('두 번째 말');
  await visitor.say('세 번째 말');
  // It has reached the server: what has not goes with the page, as it is nowhere kept.
  await expect(counsellor.line('세 번째 말')).toHaveCount(1);

  await visitor.page.reload();
  for (const text of ['첫 번째 말', '두 번째 말', '세 번째 말']) {
    await expect(visitor.line(text)).toHaveCount(1);
  }
  await counsellor.page.reload();
  await counsellor.pick();
  for (const text of ['첫 번째 말', '두 번째 말', '세 번째 말']) {
    await expect(counsellor.line(text)).toHaveCount(1);
  }
  await counsellor.say('네 번째 말');
  await expect(visitor.line('네 번째 말')).toHaveCount(1);
  await visitor.say('다섯 번째 말');
  await expect(counsellor.line('다섯 번째 말')).toHaveCount(1);
});

test('a network that goes and comes loses neither a line nor what she was writing', async ({
  devices,
}) => {
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open(), haru);
  const { page } = visitor;
  await counsellor.start();
  await visitor.ask('잘 들리나요');
  await counsellor.open();
  await counsellor.say('네, 들려요');
  await expect(visitor.line('네, 들려요')).toBeVisible();

  await page.context().setOffline(true);
  await expect(page.getByText('인터넷이 끊겼어요')).toBeVisible();
  await visitor.say('끊긴 동안 보낸 말');
  await visitor.box.fill('아직 쓰고 있는 말');
  await counsellor.say('끊긴 동안 온 말');
  await expect(visitor.line('끊긴 동안 온 말')).toHaveCount(0);
  await expect(visitor.lines.filter({ hasText: '보내는 중' })).toBeVisible();

  await page.context().setOffline(false);
  await expect(page.getByText('다시 연결됐어요')).toBeVisible();
  await expect(visitor.line('끊긴 동안 온 말')).toHaveCount(1);
  await expect(visitor.line('끊긴 동안 보낸 말')).toHaveCount(1);
  await expect(visitor.lines.filter({ hasText: '보내는 중' })).toHaveCount(0);
  await expect(counsellor.line('끊긴 동안 보낸 말')).toHaveCount(1);
  await expect(visitor.box).toHaveValue('아직 쓰고 있는 말');
  await visitor.box.press('Enter');
  await expect(counsellor.line('아직 쓰고 있는 말')).toHaveCount(1);
});
