// The HTTP calls of a conversation's risk class.

import type { RiskChange } from '../../shared/care-types.ts';
import { object, type Fields } from '../../shared/decode.ts';
import { call, type Answer } from '../../shared/http.ts';
import type { Conversation } from '../../shared/types.ts';
import { conversation, person, text2 } from '../../shared/wire.ts';

function change(fields: Fields): RiskChange {
  return {
    at: fields.string('at'),
    from: fields.integer('from'),
    to: fields.integer('to'),
    source: fields.oneOf('source', ['message', 'answers', 'staff', 'duress', 'returned']),
    reason: fields.maybe('reason', (f, key) => f.object(key, text2)),
    note: fields.maybe('note', (f, key) => f.string(key)),
    by: fields.maybe('by', (f, key) => f.object(key, person)),
    seq: fields.maybe('seq', (f, key) => f.integer(key)),
  };
}

/** Every change of it, the newest first. */
export function fetchRisk(id: string): Promise<Answer<RiskChange[]>> {
  return call({
    method: 'GET',
    path: `/conversations/${id}/risk`,
    decode: (fields) => fields.list('items', object(change)),
  });
}

/** Sets the class, unless it is not `from` any more: she decides on what she sees. */
export function putRisk(
  id: string,
  risk: number,
  from: number,
  note: string,
): Promise<Answer<Conversation>> {
  const body = note === '' ? { risk, from } : { risk, from, note };
  return call({ method: 'POST', path: `/conversations/${id}/risk`, body, decode: conversation });
}
