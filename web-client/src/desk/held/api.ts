// The HTTP calls of held messages. Reading them is recorded.

import type { Decision, Found, HeldMessage } from '../../shared/care-types.ts';
import { object, type Fields } from '../../shared/decode.ts';
import { call, nothing, type Answer } from '../../shared/http.ts';
import { author, language, page } from '../../shared/wire.ts';

const string = (fields: Fields, key: string): string => fields.string(key);

function found(fields: Fields): Found {
  return {
    kind: fields.oneOf('kind', ['phone', 'messenger', 'link', 'email', 'invitation']),
    text: fields.string('text'),
  };
}

function held(fields: Fields): HeldMessage {
  return {
    id: fields.string('id'),
    conversation: fields.string('conversation'),
    channel: fields.string('channel'),
    label: fields.string('label'),
    language: language(fields),
    author: fields.object('author', author),
    account: fields.maybe('account', string),
    reason: fields.oneOf('reason', ['approval', 'contact']),
    found: fields.list('found', object(found)),
    body: fields.string('body'),
    heldAt: fields.string('held_at'),
    expiresAt: fields.maybe('expires_at', string),
  };
}

export function fetchHeld(): Promise<Answer<HeldMessage[]>> {
  return call({ method: 'GET', path: '/held', decode: (fields) => page(held)(fields).items });
}

export interface Verdict {
  decision: Decision;
  /** The text to be passed on instead. */
  body?: string;
  /** What its author is told. */
  note?: string;
}

export function decide(id: string, verdict: Verdict): Promise<Answer<null>> {
  return call({ method: 'POST', path: `/held/${id}/decide`, body: verdict, decode: nothing });
}
