// The HTTP calls of blocks.

import type { Block, BlockReason } from '../../shared/care-types.ts';
import type { Fields } from '../../shared/decode.ts';
import { call, type Answer } from '../../shared/http.ts';
import { page, person } from '../../shared/wire.ts';

const string = (fields: Fields, key: string): string => fields.string(key);

function block(fields: Fields): Block {
  return {
    id: fields.string('id'),
    conversation: fields.string('conversation'),
    label: fields.string('label'),
    reason: fields.oneOf('reason', ['abuse', 'predator', 'spam', 'other']),
    note: fields.maybe('note', string),
    by: fields.object('by', person),
    at: fields.string('at'),
    until: fields.string('until'),
    wantedUntil: fields.maybe('wanted_until', string),
    state: fields.oneOf('state', ['active', 'asked', 'over', 'lifted']),
    approvedBy: fields.maybe('approved_by', (f, key) => f.object(key, person)),
  };
}

export function fetchBlocks(): Promise<Answer<Block[]>> {
  return call({ method: 'GET', path: '/blocks', decode: (fields) => page(block)(fields).items });
}

export function addBlock(
  conversation: string,
  reason: BlockReason,
  hours: number,
  note: string,
): Promise<Answer<Block>> {
  const body = note === '' ? { reason, hours } : { reason, hours, note };
  return call({
    method: 'POST',
    path: `/conversations/${conversation}/block`,
    body,
    decode: block,
  });
}

export function approveBlock(id: string): Promise<Answer<Block>> {
  return call({ method: 'POST', path: `/blocks/${id}/approve`, decode: block });
}

export function liftBlock(id: string, note: string): Promise<Answer<Block>> {
  return call({ method: 'POST', path: `/blocks/${id}/lift`, body: { note }, decode: block });
}
