// The words of the frame on a partner's page.

import { fill, type Values } from '../../shared/language.ts';
import type { Language } from '../../shared/types.ts';
import { en } from './en.ts';
import { ko, type Key } from './ko.ts';

const texts: Record<Language, Record<Key, string>> = { ko, en };

/** A text in a language. */
export function word(language: Language, key: Key, values: Values = {}): string {
  return fill(texts[language][key], values);
}

/** "3 minutes", in rough steps: an exact figure would be a promise. */
export function roughly(language: Language, seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return minutes < 60
    ? word(language, 'wait.minutes', { n: minutes })
    : word(language, 'wait.hours', { n: Math.ceil(minutes / 60) });
}
