// The words of the visitor page.

import { Words } from '../../shared/words.svelte.ts';
import { en } from './en.ts';
import { ko, type Key } from './ko.ts';

export type VisitorWords = Words<Key>;

export const words: VisitorWords = new Words({ ko, en });

/** "3 minutes", in rough steps: an exact figure would be a promise. */
export function roughly(seconds: number): string {
  if (seconds < 60) return words.t('wait.seconds');
  const minutes = Math.ceil(seconds / 60);
  if (minutes < 60) return words.t('wait.minutes', { n: minutes });
  return words.t('wait.hours', { n: Math.ceil(minutes / 60) });
}
