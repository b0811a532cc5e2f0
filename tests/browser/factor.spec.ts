//! The second factor at the desk: made at the first sign-in, asked for at every one after it.

import { createHmac } from 'node:crypto';
import { expectAccessible } from './accessible.ts';
import { desktop, expect, picture, test } from './fixtures.ts';
import { Counsellor } from './people.ts';
import { haru } from './server.ts';

test.use({ settings: { GYEOT_REQUIRE_SECOND_FACTOR: 'true' } });

/** The six digits of RFC 6238 for now. */
function digits(secret: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...secret.replace(/[\s=]/g, '')]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac('sha1', key).update(counter).digest();
  const at = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

test('a counsellor makes her second factor and from then on cannot sign in without it', async ({
  devices,
}) => {
  const counsellor = new Counsellor(await devices.open({ viewport: desktop }), haru);
  const { page } = counsellor;
  await counsellor.signIn();
  await expect(page.getByRole('heading', { name: '두 번째 확인 만들기' })).toBeVisible();
  const scan = page.getByRole('img', {
    name: '인증 앱으로 찍을 그림(QR 코드)',
  });
  await expect(scan).toBeVisible();
  await expect
    .poll(() => scan.evaluate((img: HTMLImageElement) => img.naturalWidth))
    .toBeGreaterThan(0);
  await expectAccessible(page, 'enrolment');
  await picture(page, 'desktop-desk-9-enrol');

  const secret = await page.getByText(/^[A-Z2-7 ]{16,}$/).innerText();
  const code = page.getByRole('textbox', { name: '앱에 나온 여섯 자리 번호' });
  const right = digits(secret);
  await code.fill(right === '000000' ? '000001' : '000000');
  await page.getByRole('button', { name: '확인' }).click();
  await expect(page.getByRole('alert').filter({ hasText: '번호가 맞지 않아요' })).toBeVisible();
  await code.fill(digits(secret));
  await page.getByRole('button', { name: '확인' }).click();
  await expect(page.getByRole('heading', { name: '복구 번호' })).toBeVisible();
  const recovery = page.getByRole('listitem');
  await expect(recovery).toHaveCount(10);
  const spare = await recovery.first().innerText();
  await expectAccessible(page, 'recovery codes');
  await page.getByRole('button', { name: '적어 두었어요. 시작하기' }).click();
  await counsellor.takeChats();

  await counsellor.signOut();
  await counsellor.signIn();
  const factor = page.getByLabel('여섯 자리 인증 번호');
  await expect(factor).toBeVisible();
  await factor.fill(spare);
  await page.getByRole('button', { name: '들어가기', exact: true }).click();
  const menu = page.getByRole('navigation', { name: '메뉴' });
  await expect(menu).toBeVisible();

  // A recovery code works once.
  await counsellor.signOut();
  await counsellor.signIn();
  await factor.fill(spare);
  await page.getByRole('button', { name: '들어가기', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toBeVisible();
  await expect(menu).toHaveCount(0);
});
