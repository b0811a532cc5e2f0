// The HTTP calls of the visitor page.

import { call, nothing, type Answer } from '../shared/http.ts';
import type {
  CameBack,
  Challenge,
  Erased,
  Language,
  NewVisit,
  SafeNow,
  Status,
} from '../shared/types.ts';
import { cameBack, challenge, erased, newVisit, status } from '../shared/wire.ts';

/** What she chose to say before the first answer. All of it may be empty. */
export interface Opening {
  language: Language;
  nickname: string;
  safeNow: SafeNow | null;
  firstMessage: string;
}

/** What she thinks of the talk; either may stay open. */
export interface Survey {
  helped: 'yes' | 'some' | 'no' | null;
  safer: 'yes' | 'same' | 'no' | null;
}

export function fetchStatus(): Promise<Answer<Status>> {
  return call({ method: 'GET', path: '/status', decode: status });
}

export function fetchChallenge(): Promise<Answer<Challenge>> {
  return call({ method: 'GET', path: '/challenge', decode: challenge });
}

/** `proof`: of the work that a challenge asked for. `outreachCode`: of the link that she followed. */
export function startVisit(
  opening: Opening,
  proof: string | null,
  outreachCode: string | null,
): Promise<Answer<NewVisit>> {
  const body: Record<string, string> = { language: opening.language };
  if (opening.nickname.trim() !== '') body['nickname'] = opening.nickname.trim();
  if (opening.safeNow !== null) body['safe_now'] = opening.safeNow;
  if (opening.firstMessage.trim() !== '') body['first_message'] = opening.firstMessage.trim();
  if (outreachCode !== null) body['outreach_code'] = outreachCode;
  if (proof !== null) body['challenge'] = proof;
  return call({ method: 'POST', path: '/visits', body, decode: newVisit });
}

export function returnToVisit(returnCode: string): Promise<Answer<CameBack>> {
  return call({
    method: 'POST',
    path: '/visits/return',
    body: { return_code: returnCode },
    decode: cameBack,
  });
}

/** Leaves what she wrote as a letter: it is answered later. Her token dies. */
export function leaveLetter(token: string): Promise<Answer<null>> {
  return call({ method: 'POST', path: '/visits/later', token, decode: nothing });
}

export function tellSurvey(token: string, { helped, safer }: Survey): Promise<Answer<null>> {
  const body: Record<string, string> = {};
  if (helped !== null) body['helped'] = helped;
  if (safer !== null) body['safer'] = safer;
  return call({ method: 'POST', path: '/visits/survey', token, body, decode: nothing });
}

/** Erases all of her talks, at once. Her token and her words for coming back die. */
export function eraseVisits(token: string): Promise<Answer<Erased>> {
  return call({ method: 'POST', path: '/visits/erase', token, decode: erased });
}
