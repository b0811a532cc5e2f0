//! What she reads when something she pressed does not work: on its way, refused, without a network, without a server.

import { care } from './care.ts';
import { finish } from './desks.ts';
import { expect, test, type Page } from './fixtures.ts';
import { looks, seen, type Look } from './looks.ts';
import { Counsellor, Visitor } from './people.ts';
import { haru } from './server.ts';

const words = {
  ko: {
    looking: '찾고 있어요…',
    connecting: '연결',
    again: /^(다시 이야기하기|찾고 있어요…)$/,
    leaving: '남기고 있어요…',
    erasing: '지우고 있어요…',
    offline: '인터넷에 연결되어 있지 않아요. 연결되면 다시 눌러 주세요.',
    busy: '지금 들어오는 사람이 많아요.',
    slower: '조금 천천히 해 주세요. 30초 뒤에',
    notErased: '아직 지우지 못했어요.',
    cannotErase: '이 창에서는 더 지울 수 없어요.',
  },
  en: {
    looking: 'Looking…',
    connecting: 'onnect',
    again: /^(Talk again|Looking…)$/,
    leaving: 'Leaving it…',
    erasing: 'Erasing…',
    offline: 'You are not connected to the internet. Try again when you are.',
    busy: 'Many people are coming in.',
    slower: 'A little slower, please. You can try again in 30 seconds.',
    notErased: 'Nothing is erased yet.',
    cannotErase: 'This window cannot erase it any more.',
  },
} as const;

type Trouble = 'slow' | 'offline' | 'away' | 'slow_down' | 'unauthenticated';

/** Presses while something stands in the way, and looks at what she reads. */
async function pressed(
  page: Page,
  look: Look,
  name: string,
  path: string,
  press: () => Promise<void>,
  says: [Trouble, string][],
): Promise<void> {
  for (const [trouble, text] of says) {
    let arrive = (): void => {};
    const arrived = new Promise<void>((go) => (arrive = go));
    await page.route(`**/api/v1/visits/${path}`, async (route) => {
      switch (trouble) {
        case 'slow':
          await arrived;
          return route.abort('internetdisconnected');
        case 'offline':
          return route.abort('internetdisconnected');
        case 'away':
          return route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad Gateway' });
        case 'slow_down':
          return route.fulfill({
            status: 429,
            headers: { 'Retry-After': '30' },
            json: { status: 429, code: 'slow_down' },
          });
        case 'unauthenticated':
          return route.fulfill({ status: 401, json: { status: 401, code: 'unauthenticated' } });
      }
    });
    await press();
    await expect(page.getByText(text).filter({ visible: true })).toBeVisible();
    await seen(page, look, `${name}-${trouble}`);
    arrive();
    if (trouble === 'slow') await expect(page.getByText(text)).toHaveCount(0);
    await page.unroute(`**/api/v1/visits/${path}`);
  }
}

// A phone and a desk, either language: the colours were looked at elsewhere.
for (const look of looks.filter(({ name }) => name !== 'phone-dark')) {
  test(`she reads what happened and what she can do: ${look.name}`, async ({ devices }) => {
    test.setTimeout(120_000);
    const t = care[look.language];
    const w = words[look.language];
    const visitor = new Visitor(await devices.open(look), look.language);
    const { page } = visitor;

    await visitor.arrive();
    await page.getByRole('button', { name: visitor.t.back }).click();
    await pressed(
      page,
      look,
      'trouble-return',
      'return',
      () => visitor.enterCode('one two three four five six'),
      [
        ['slow', w.looking],
        ['offline', w.offline],
        ['away', w.busy],
        ['slow_down', w.slower],
      ],
    );
    await visitor.enterCode('one two three four five six');
    await expect(page.getByRole('alert').filter({ hasText: t.wrongCode })).toBeVisible();
    await seen(page, look, 'trouble-return-wrong');

    // A letter that cannot be left stays where it is.
    await visitor.ask('내일 다시 올게요');
    const code = await visitor.code();
    await page.getByRole('button', { name: t.letter }).click();
    const card = page.getByRole('region', { name: t.letterCard });
    await card.getByRole('button', { name: t.check }).click();
    await card.getByRole('textbox', { name: t.checkLabel }).fill(code);
    await card.getByRole('textbox', { name: t.checkLabel }).press('Enter');
    await pressed(
      page,
      look,
      'trouble-letter',
      'later',
      () => card.getByRole('button', { name: t.leave, exact: true }).click(),
      [
        ['slow', w.leaving],
        ['offline', w.offline],
        ['away', w.busy],
      ],
    );
    await expect(visitor.line('내일 다시 올게요')).toHaveCount(1);

    const counsellor = new Counsellor(await devices.open(look), haru, look.language);
    await counsellor.start();
    await counsellor.open();
    await counsellor.say('하루예요');
    await expect(visitor.line('하루예요')).toBeVisible();
    await counsellor.chat.getByRole('button', { name: counsellor.t.wrapUp }).first().click();
    await finish(counsellor);
    await expect(page.getByRole('heading', { name: visitor.t.thanks })).toBeVisible();

    const again = page.getByRole('button', { name: w.again });
    await pressed(page, look, 'trouble-again', 'return', () => again.click(), [
      ['slow', w.looking],
      ['slow_down', w.slower],
    ]);
    await expect(again).toBeFocused();

    const survey = page.getByRole('form', { name: t.survey });
    const helped = survey.getByRole('group', { name: t.helped });
    await helped.getByText(t.yes, { exact: true }).click();
    await pressed(
      page,
      look,
      'trouble-survey',
      'survey',
      () => survey.getByRole('button', { name: t.send }).click(),
      [
        ['offline', w.offline],
        ['away', w.busy],
      ],
    );
    // What she chose is still chosen.
    await expect(helped.getByRole('radio', { name: t.yes, exact: true })).toBeChecked();

    await page.getByRole('button', { name: t.erase }).click();
    await pressed(
      page,
      look,
      'trouble-erase',
      'erase',
      () => page.getByRole('region', { name: t.eraseSure }).getByRole('button').first().click(),
      [
        ['slow', w.erasing],
        ['offline', w.notErased],
        ['away', w.notErased],
        ['unauthenticated', w.cannotErase],
      ],
    );
  });
}

test('on a slow network she begins once, and is told that the line is on its way', async ({
  devices,
}) => {
  const visitor = new Visitor(await devices.open());
  const { page } = visitor;
  let arrive = (): void => {};
  const arrived = new Promise<void>((go) => (arrive = go));
  await page.routeWebSocket(/\/socket/, async (socket) => {
    await arrived;
    socket.connectToServer();
  });
  await visitor.arrive();
  await page.getByRole('textbox', { name: visitor.t.first }).fill('천천히 와도 돼요');
  await page.getByRole('button', { name: visitor.t.start }).click();
  await expect(page.getByRole('status').filter({ hasText: words.ko.connecting })).toBeVisible();
  await expect(page.getByRole('button', { name: visitor.t.start })).toHaveCount(0);
  await expect(page.getByRole('main')).toBeFocused();
  const [look] = looks;
  await seen(page, look, 'trouble-connecting');
  arrive();
  await expect(visitor.line('천천히 와도 돼요')).toHaveCount(1);
  await expect(page.getByRole('main')).toBeFocused();
});
