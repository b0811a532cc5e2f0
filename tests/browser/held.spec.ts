//! Numbers and ids of either side are held and looked at by a person; nobody is alarmed, and nothing is lost or doubled.

import { care } from './care.ts';
import { expect, test } from './fixtures.ts';
import { looks, seen } from './looks.ts';
import { Counsellor, Visitor } from './people.ts';
import { haru } from './server.ts';
import { Supervisor } from './supervisor.ts';

const number = '010-1234-5678';

const said = {
  ko: {
    ask: '오늘 집에 안 들어가고 싶어요',
    hello: '안녕하세요, 하루예요.',
    mine: '제 번호는 010-1234-5678 이에요. 전화해 줄 수 있어요?',
    shop: '지금은 편의점이에요',
    theirs: '급하면 010-8765-4321 로 전화해요',
    better: '전화보다 여기에서 이야기하고 싶어요',
    note: '번호 대신 여기에서 계속 이야기해요.',
    here: '여기에서 같이 이야기해요',
    second: '그럼 제 친구 번호는 010-1234-5678 이에요',
  },
  en: {
    ask: 'I do not want to go home today',
    hello: 'Hello, I am Haru.',
    mine: 'My number is 010-1234-5678 - can you call me?',
    shop: 'I am in a shop now',
    theirs: 'Call 010-8765-4321 if it is urgent',
    better: 'I would like to talk here',
    note: 'Let us go on talking here instead.',
    here: 'Let us talk here',
    second: 'Then call my friend: 010-1234-5678 please',
  },
} as const;

for (const look of looks) {
  test(`a phone number from either side is held: ${look.name}`, async ({ devices, server }) => {
    const t = care[look.language];
    const text = said[look.language];
    const visitor = new Visitor(await devices.open(look), look.language);
    const counsellor = new Counsellor(await devices.open(look), haru, look.language);
    const supervisor = await Supervisor.start(server);
    const { page } = visitor;
    await counsellor.start();
    await visitor.ask(text.ask);
    await counsellor.open();
    await counsellor.say(text.hello);
    await expect(visitor.line(text.hello)).toBeVisible();

    // Hers stays where she wrote it, with a plain word; the rest goes out at once.
    await visitor.say(text.mine);
    await expect(visitor.lines.filter({ hasText: t.safeNotice })).toBeVisible();
    await visitor.say(text.shop);
    await expect(counsellor.line(text.shop)).toHaveCount(1);
    await expect(counsellor.page.getByText(number)).toHaveCount(0);
    await seen(page, look, 'visitor-held-1');

    // It is there after a reload as well, once.
    await page.reload();
    await expect(visitor.line(text.mine)).toHaveCount(1);
    await expect(visitor.lines.filter({ hasText: t.safeNotice })).toHaveCount(1);
    await visitor.page.getByRole('button', { name: t.again }).click();
    await expect(visitor.box).toHaveValue(text.mine);
    await visitor.box.fill('');

    // Theirs is looked at too: one quiet line, until they go on.
    await counsellor.box.fill(text.theirs);
    await counsellor.box.press('Enter');
    const quiet = page.getByText(t.withheld(haru.name));
    await expect(quiet).toBeVisible();
    await expect(page.getByText('010-8765-4321')).toHaveCount(0);
    await seen(page, look, 'visitor-held-2-withheld');
    await supervisor.decide(await supervisor.held('010-8765-4321'), 'return');
    await counsellor.box.fill(text.here);
    await counsellor.box.press('Enter');
    await expect(visitor.line(text.here)).toHaveCount(1);
    await expect(quiet).toHaveCount(0);

    // Passed on in other words: these are what she sees as hers, once.
    await supervisor.decide(await supervisor.held(number), 'edit', { body: text.better });
    await expect(counsellor.line(text.better)).toHaveCount(1);
    await expect(visitor.line(text.better)).toHaveCount(1);
    await expect(visitor.line(text.mine)).toHaveCount(0);
    await expect(visitor.lines.filter({ hasText: t.edited })).toBeVisible();
    await expect(visitor.lines.filter({ hasText: t.safeNotice })).toHaveCount(0);

    // Returned: she reads why, and has it back to write it anew.
    await visitor.say(text.second);
    await supervisor.decide(await supervisor.held(text.second), 'return', { note: text.note });
    await expect(visitor.lines.filter({ hasText: t.returned })).toContainText(text.note);
    await seen(page, look, 'visitor-held-3-returned');
    await page.getByRole('button', { name: t.takeBack }).click();
    await expect(visitor.box).toHaveValue(text.second);
    await expect(visitor.box).toBeFocused();
    await expect(visitor.line(text.second)).toHaveCount(0);
    await expect(counsellor.page.getByText(number)).toHaveCount(0);
    await supervisor.close();
  });
}

test('a number in the first message is held before anybody is there', async ({
  devices,
  server,
}) => {
  const t = care.ko;
  const visitor = new Visitor(await devices.open());
  const counsellor = new Counsellor(await devices.open(), haru);
  const supervisor = await Supervisor.start(server);
  await visitor.ask(said.ko.mine);
  await expect(visitor.line(said.ko.mine)).toHaveCount(1);
  await expect(visitor.lines.filter({ hasText: t.safeNotice })).toBeVisible();
  await counsellor.start();
  await counsellor.open();
  await supervisor.decide(await supervisor.held(number), 'release');
  await expect(counsellor.line(said.ko.mine)).toHaveCount(1);
  await expect(visitor.line(said.ko.mine)).toHaveCount(1);
  await expect(visitor.lines.filter({ hasText: t.safeNotice })).toHaveCount(0);
  await supervisor.close();
});
