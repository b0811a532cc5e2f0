// The HTTP calls of lines that a supervisor should look at.

import type { Flag, FlagOutcome } from '../../shared/care-types.ts';
import type { Fields } from '../../shared/decode.ts';
import { call, nothing, type Answer } from '../../shared/http.ts';
import { author, page, person, text2, type Page } from '../../shared/wire.ts';

const string = (fields: Fields, key: string): string => fields.string(key);

function flag(fields: Fields): Flag {
  return {
    id: fields.string('id'),
    conversation: fields.string('conversation'),
    channel: fields.string('channel'),
    seq: fields.integer('seq'),
    label: fields.string('label'),
    author: fields.object('author', author),
    source: fields.oneOf('source', ['rule', 'staff', 'unreviewed']),
    reason: fields.maybe('reason', (f, key) => f.object(key, text2)),
    note: fields.maybe('note', string),
    body: fields.maybe('body', string),
    at: fields.string('at'),
    outcome: fields.maybe('outcome', (f, key) => f.oneOf(key, ['fine', 'talk', 'serious'])),
    reviewedBy: fields.maybe('reviewed_by', (f, key) => f.object(key, person)),
    reviewedAt: fields.maybe('reviewed_at', string),
  };
}

export type FlagState = 'open' | 'done';

export function fetchFlags(state: FlagState, cursor: string | null): Promise<Answer<Page<Flag>>> {
  const query = new URLSearchParams({ state, limit: '50' });
  if (cursor !== null) query.set('cursor', cursor);
  return call({ method: 'GET', path: `/flags?${query}`, decode: page(flag) });
}

/** Points a line out. */
export function addFlag(
  conversation: string,
  channel: string,
  seq: number,
  note: string,
): Promise<Answer<null>> {
  const body = note === '' ? { channel, seq } : { channel, seq, note };
  return call({
    method: 'POST',
    path: `/conversations/${conversation}/flags`,
    body,
    decode: nothing,
  });
}

export function reviewFlag(id: string, outcome: FlagOutcome, note: string): Promise<Answer<Flag>> {
  const body = note === '' ? { outcome } : { outcome, note };
  return call({ method: 'POST', path: `/flags/${id}/review`, body, decode: flag });
}
