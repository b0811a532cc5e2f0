//! The main job, from the first question to the last goodbye, on a phone and at a desk.

import { expectAccessible } from './accessible.ts';
import { finish } from './desks.ts';
import { desktop, expect, phone, picture, test } from './fixtures.ts';
import { Counsellor, Visitor, type Language } from './people.ts';
import { haru, mina } from './server.ts';

const walks = [
  { name: 'phone', viewport: phone, colorScheme: 'light', language: 'ko' },
  { name: 'desktop', viewport: desktop, colorScheme: 'light', language: 'ko' },
  { name: 'phone-dark', viewport: phone, colorScheme: 'dark', language: 'ko' },
  {
    name: 'desktop-dark-english',
    viewport: desktop,
    colorScheme: 'dark',
    language: 'en',
  },
] as const;

const said = {
  ko: {
    ask: '오늘 집에 안 들어가고 싶어요',
    hello: '안녕하세요, 하루예요. 연락해 줘서 고마워요.',
    safe: '지금 있는 곳은 따뜻하고 안전해요?',
    shop: '편의점이에요. 어떤 오빠가 재워준대요',
    together:
      '말해 줘서 다행이에요. 저도 그런 적이 있었어요. 오늘 밤 잘 수 있는 다른 곳을 같이 찾아볼까요?',
    yes: '네, 같이 찾아 주세요',
    mina: '미나예요. 이어서 같이 찾아볼게요.',
    bye: '고마워요, 잘 가요',
  },
  en: {
    ask: 'I do not want to go home today',
    hello: 'Hello, I am Haru. Thank you for writing.',
    safe: 'Is it warm and safe where you are?',
    shop: 'A shop. Some guy says I can sleep at his place',
    together: 'I am glad you told me. Shall we look for another place to sleep tonight?',
    yes: 'Yes, please look with me',
    mina: 'This is Mina. Let us go on looking together.',
    bye: 'Thank you, bye',
  },
} as const;

for (const { name, viewport, colorScheme, language } of walks) {
  test(`a visitor asks and is answered, handed over and seen off: ${name}`, async ({ devices }) => {
    const locale = language === 'ko' ? 'ko-KR' : 'en-GB';
    const look = { viewport, colorScheme, locale };
    const words = said[language];
    const lang: Language = language;
    const visitor = new Visitor(await devices.open(look), lang);
    const first = new Counsellor(await devices.open(look), haru, lang);
    const second = new Counsellor(await devices.open(look), mina, lang);
    const seen = async (who: Visitor | Counsellor, screen: string): Promise<void> => {
      await picture(who.page, `${name}-${screen}`);
      await expectAccessible(who.page, `${name}: ${screen}`);
    };

    await visitor.arrive();
    await seen(visitor, 'visitor-1-before');
    await first.page.goto('/desk');
    await expect(
      first.page.getByRole('button', { name: first.t.signIn, exact: true }),
    ).toBeVisible();
    await seen(first, 'desk-1-sign-in');

    await visitor.ask(words.ask);
    await expect(visitor.line(words.ask)).toBeVisible();
    await seen(visitor, 'visitor-2-waiting');

    await first.signIn();
    await expect(first.page.getByRole('button', { name: first.t.take })).toBeVisible();
    await seen(first, 'desk-2-away');
    await first.takeChats();
    await expect(first.offer).toBeVisible();
    await seen(first, 'desk-3-offer');
    await first.open();
    await expect(first.line(words.ask)).toBeVisible();
    await expect(visitor.page.getByRole('heading', { name: visitor.t.soon })).toHaveCount(0);

    await first.say(words.hello);
    await first.say(words.safe);
    await expect(visitor.line(words.hello)).toBeVisible();
    await expect(visitor.line(words.safe)).toBeVisible();
    await expect(first.lines.filter({ hasText: first.t.read })).toHaveCount(1);

    await visitor.say(words.shop);
    await expect(first.line(words.shop)).toBeVisible();
    await first.say(words.together);
    await visitor.say(words.yes);
    await expect(visitor.lines.filter({ hasText: visitor.t.read }).last()).toBeVisible();

    // Each sees that the other is writing.
    await first.box.pressSequentially('음');
    await expect(
      visitor.page.getByRole('img', { name: visitor.t.typing(haru.name) }),
    ).toBeVisible();
    await seen(visitor, 'visitor-3-talking');
    await visitor.box.pressSequentially('음');
    await expect(first.chat.getByText(first.t.isTyping)).toBeVisible();
    await seen(first, 'desk-4-talking');
    await visitor.box.fill('');
    await first.box.fill('');

    // Handed over: the first sees nothing more, the second goes on.
    await second.start();
    await first.transfer(mina);
    await seen(first, 'desk-5-transfer');
    await first.page
      .getByRole('dialog')
      .getByRole('button', { name: first.t.transfer, exact: true })
      .click();
    await expect(first.chat).toHaveCount(0);
    await second.open();
    await expect(second.line(words.shop)).toBeVisible();
    await second.say(words.mina);
    await expect(visitor.line(words.mina)).toBeVisible();
    await visitor.say(words.bye);
    await expect(second.line(words.bye)).toBeVisible();
    await expect(first.page.getByText(words.bye)).toHaveCount(0);
    await seen(second, 'desk-6-taken-over');

    await second.chat.getByRole('button', { name: second.t.wrapUp }).first().click();
    await expect(second.chat.getByRole('button', { name: second.t.finish }).first()).toBeVisible();
    await seen(visitor, 'visitor-4-wrap-up');
    await seen(second, 'desk-7-wrap-up');
    await finish(second);
    await expect(visitor.page.getByRole('heading', { name: visitor.t.thanks })).toBeVisible();
    await seen(visitor, 'visitor-5-closed');
    await expect(visitor.box).toHaveCount(0);
    await expect(second.box).toHaveCount(0);
    await seen(second, 'desk-8-closed');
  });
}
