// The HTTP calls of the visitor page.

import { call, type Answer } from '../shared/http.ts';
import type { Language, SafeNow, Status, Visit } from '../shared/types.ts';
import { newVisit, status, visit } from '../shared/wire.ts';

/** What she chose to say before the first answer. All of it may be empty. */
export interface Opening {
  language: Language;
  nickname: string;
  safeNow: SafeNow | null;
  firstMessage: string;
}

export function fetchStatus(): Promise<Answer<Status>> {
  return call({ method: 'GET', path: '/status', decode: status });
}

export function startVisit(opening: Opening): Promise<Answer<Visit & { returnCode: string }>> {
  const body: Record<string, string> = { language: opening.language };
  if (opening.nickname.trim() !== '') body['nickname'] = opening.nickname.trim();
  if (opening.safeNow !== null) body['safe_now'] = opening.safeNow;
  if (opening.firstMessage.trim() !== '') body['first_message'] = opening.firstMessage.trim();
  return call({ method: 'POST', path: '/visits', body, decode: newVisit });
}

export function returnToVisit(returnCode: string): Promise<Answer<Visit>> {
  return call({
    method: 'POST',
    path: '/visits/return',
    body: { return_code: returnCode },
    decode: visit,
  });
}
