// What the frame says of this moment.

import type { Answer } from '../shared/http.ts';
import type { Language, Status } from '../shared/types.ts';
import { roughly, word } from './words/index.ts';

/** Whether somebody listens, and what the wait is; nothing that is not known. */
export function now(language: Language, answer: Answer<Status>): string {
  if (!answer.ok) return word(language, 'now.unknown');
  const { open, onDuty, estimatedWaitSeconds } = answer.value;
  if (!open) return word(language, 'now.closed');
  if (onDuty === 0) return word(language, 'now.alone');
  if (estimatedWaitSeconds === null) return word(language, 'now.unknown');
  const wait = roughly(language, estimatedWaitSeconds);
  return word(language, 'now.listening', { n: onDuty, wait });
}

/** Where the talk is: our own page, with the code of the link that the frame was made for. */
export function door(search: string): string {
  const code = new URLSearchParams(search).get('o') ?? '';
  return /^[0-9a-z]{1,64}$/.test(code) ? `/?o=${code}` : '/';
}
