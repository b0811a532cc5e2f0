//! Every page of the desk while it loads, empty, without a server, without a network, and without the right to it.

import { bora, Desk, minji } from './desks.ts';
import { desktop, expect, phone, test, type Page } from './fixtures.ts';
import { seen, type Look } from './looks.ts';

const views = [
  { name: 'states-phone', viewport: phone, colorScheme: 'light', language: 'ko', locale: 'ko-KR' },
  {
    name: 'states-desktop',
    viewport: desktop,
    colorScheme: 'dark',
    language: 'en',
    locale: 'en-GB',
  },
] as const satisfies readonly Look[];

const words = {
  ko: {
    loading: '불러오는 중',
    failed: '불러오지 못했어요.',
    offline: '인터넷에 연결되어 있지 않아요.',
    forbidden: '이 화면은 권한이 있는 사람만 볼 수 있어요.',
    retry: '다시 불러오기',
    review: '검토할 말이 없어요.',
    held: '기다리는 말이 없어요.',
    letters: '답을 기다리는 말이 없어요.',
    debriefs: '이야기할 대화가 없어요.',
    past: '끝난 대화가 없어요.',
    links: '아직 링크가 없어요.',
    blocks: '차단된 사람이 없어요.',
    readings: '읽은 기록이 없어요.',
    holds: '보존하는 대화가 없어요.',
    survey: '아직 답이 없어요.',
    board: '근무하는 상담사가 없어요.',
  },
  en: {
    loading: 'Loading',
    failed: 'This could not be loaded.',
    offline: 'You are not connected to the internet.',
    forbidden: 'Only people with the right to it can see this.',
    retry: 'Load again',
    review: 'There is nothing to review.',
    held: 'No message is waiting.',
    letters: 'No letter is waiting for an answer.',
    debriefs: 'There is nothing to talk over.',
    past: 'No chat has ended.',
    links: 'There is no link yet.',
    blocks: 'Nobody is blocked.',
    readings: 'Nothing has been read.',
    holds: 'No chat is held.',
    survey: 'There are no answers yet.',
    board: 'No counsellor is on shift.',
  },
} as const;

type Said = (typeof words)['ko' | 'en'];

/** What stands between a page and its answer. */
type Trouble = 'none' | 'slow' | 'failed' | 'offline' | 'forbidden';

interface Place {
  name: string;
  /** What it asks for. */
  api: RegExp;
  empty: string;
  /** Opens it anew, so that nothing of before is left on it. */
  open: () => Promise<void>;
}

/** Shows a page in each of its states, the way on from each included. */
async function walk(page: Page, look: Look, t: Said, place: Place): Promise<void> {
  const { name, api, empty, open } = place;
  const main = page.getByRole('main');
  const ready = main.getByText(empty, { exact: true }).first();
  const again = main.getByRole('button', { name: t.retry });

  let trouble: Trouble = 'slow';
  let arrive = (): void => {};
  const arrived = new Promise<void>((go) => (arrive = go));
  await page.route(api, async (route) => {
    switch (trouble) {
      case 'none':
        return route.continue();
      case 'slow':
        await arrived;
        return route.continue();
      case 'failed':
        // A proxy before a server that is away.
        return route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad Gateway' });
      case 'offline':
        return route.abort('internetdisconnected');
      case 'forbidden':
        return route.fulfill({ status: 403, json: { status: 403, code: 'forbidden' } });
    }
  });
  const says = (text: string): Promise<void> =>
    expect(main.getByRole('status').filter({ hasText: text }).first()).toBeVisible();

  await open();
  await says(t.loading);
  // The grey bars come after 300 ms.
  await expect(main.locator('.skeleton').first()).toHaveCSS('opacity', '1');
  await seen(page, look, `${name}-1-loading`);
  trouble = 'none';
  arrive();
  await expect(ready).toBeVisible();
  await seen(page, look, `${name}-2-empty`);

  trouble = 'failed';
  await open();
  await says(t.failed);
  await seen(page, look, `${name}-3-failed`);
  trouble = 'none';
  // A page of two lists has two ways on.
  for (let left = await again.count(); left > 0; left -= 1) {
    await again.first().click();
    await expect(again).toHaveCount(left - 1);
  }
  await expect(ready).toBeVisible();

  trouble = 'offline';
  await open();
  await says(t.offline);
  await seen(page, look, `${name}-4-offline`);
  trouble = 'none';
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await expect(ready).toBeVisible();
  await expect(again).toHaveCount(0);

  trouble = 'forbidden';
  await open();
  await says(t.forbidden);
  await expect(again).toHaveCount(0);
  await seen(page, look, `${name}-5-forbidden`);
  await page.unroute(api);
}

for (const view of views) {
  const look: Look = view;
  const { language } = view;
  const t = words[language];

  test(`every page has its five states: ${view.name}`, async ({ devices, server }) => {
    test.setTimeout(180_000);
    const page = await devices.open(view);
    const desk = await Desk.hire(page, server, minji, 'counsellor,supervisor', language);
    const d = desk.t;
    const places: [string, string, RegExp, string][] = [
      ['held', d.held, /\/held$/, t.held],
      ['review', d.review, /\/flags\?/, t.review],
      ['debriefs', d.debriefs, /\/debriefs/, t.debriefs],
      ['past', d.past, /\/conversations\?/, t.past],
      ['outreach', d.outreach, /\/outreach\//, t.links],
      ['blocks', d.blocks, /\/blocks$/, t.blocks],
      ['readings', d.readings, /\/readings\?/, t.readings],
      ['legal-holds', d.holds, /\/legal-holds$/, t.holds],
    ];
    for (const [name, heading, api, empty] of places) {
      const open = async (): Promise<void> => {
        await desk.go(d.more);
        await desk.reach(heading);
      };
      await walk(page, look, t, { name, api, empty, open });
    }
    // These two are kept beside the pages and loaded with the desk.
    await walk(page, look, t, {
      name: 'letters',
      api: /\/letters$/,
      empty: t.letters,
      open: async () => {
        await page.reload();
        await desk.go(d.letters);
      },
    });
    // The wallboard that no news has reached yet.
    await page.routeWebSocket(/\/socket/, (socket) => void socket.close());
    await walk(page, look, t, {
      name: 'wallboard',
      api: /\/wallboard$/,
      empty: t.board,
      open: async () => {
        await page.reload();
        await desk.go(d.wallboard);
      },
    });
  });

  test(`the figures have their five states: ${view.name}`, async ({ devices, server }) => {
    const page = await devices.open(view);
    await Desk.hire(page, server, bora, 'council', language);
    await expect(page.getByText(t.survey)).toBeVisible();
    await walk(page, look, t, {
      name: 'survey',
      api: /\/insights\/survey/,
      empty: t.survey,
      open: async () => void (await page.reload()),
    });
  });
}
