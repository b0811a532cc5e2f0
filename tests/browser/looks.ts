//! The screens and languages that each new state is looked at in.

import { expectAccessible } from './accessible.ts';
import { desktop, phone, picture, type Page } from './fixtures.ts';

export const looks = [
  { name: 'phone', viewport: phone, colorScheme: 'light', language: 'ko', locale: 'ko-KR' },
  { name: 'phone-dark', viewport: phone, colorScheme: 'dark', language: 'ko', locale: 'ko-KR' },
  // Either screen, either light, either language; a desk by day is on the whole way of walk.spec.ts.
  { name: 'desktop-dark', viewport: desktop, colorScheme: 'dark', language: 'en', locale: 'en-GB' },
] as const;

/** A screen and a language. */
export type Look = Pick<(typeof looks)[number], 'viewport' | 'colorScheme' | 'language'> & {
  readonly name: string;
  readonly locale: string;
};

/** Keeps a picture of a state and fails on what axe finds in it. */
export async function seen(page: Page, look: Look, state: string): Promise<void> {
  await picture(page, `${look.name}-${state}`);
  await expectAccessible(page, `${look.name}: ${state}`);
}
