// The HTTP calls of keeping: who read what, what a law holds, and the transcript as a file.

import type { LegalHold, Reading } from '../../shared/care-types.ts';
import type { Fields } from '../../shared/decode.ts';
import { call, type Answer } from '../../shared/http.ts';
import { page, person, type Page } from '../../shared/wire.ts';

const string = (fields: Fields, key: string): string => fields.string(key);

function reading(fields: Fields): Reading {
  return {
    at: fields.string('at'),
    account: fields.object('account', person),
    kind: fields.string('kind'),
    conversation: fields.maybe('conversation', string),
    label: fields.maybe('label', string),
    reason: fields.maybe('reason', string),
  };
}

function hold(fields: Fields): LegalHold {
  const maybePerson = (key: string): LegalHold['confirmedBy'] =>
    fields.maybe(key, (f, name) => f.object(name, person));
  return {
    id: fields.string('id'),
    conversation: fields.string('conversation'),
    label: fields.string('label'),
    reason: fields.string('reason'),
    state: fields.oneOf('state', ['asked', 'active', 'lift_asked', 'lifted']),
    askedBy: fields.object('asked_by', person),
    askedAt: fields.string('asked_at'),
    lapsesAt: fields.maybe('lapses_at', string),
    liftReason: fields.maybe('lift_reason', string),
    confirmedBy: maybePerson('confirmed_by'),
    confirmedAt: fields.maybe('confirmed_at', string),
    liftAskedBy: maybePerson('lift_asked_by'),
    liftedBy: maybePerson('lifted_by'),
    liftedAt: fields.maybe('lifted_at', string),
  };
}

export interface ReadingFilter {
  conversation: string | null;
  account: string | null;
}

export function fetchReadings(
  { conversation, account }: ReadingFilter,
  cursor: string | null,
): Promise<Answer<Page<Reading>>> {
  const query = new URLSearchParams({ limit: '50' });
  if (conversation !== null) query.set('conversation', conversation);
  if (account !== null) query.set('account', account);
  if (cursor !== null) query.set('cursor', cursor);
  return call({ method: 'GET', path: `/readings?${query}`, decode: page(reading) });
}

export function fetchHolds(): Promise<Answer<LegalHold[]>> {
  return call({
    method: 'GET',
    path: '/legal-holds',
    decode: (fields) => page(hold)(fields).items,
  });
}

export function askHold(conversation: string, reason: string): Promise<Answer<LegalHold>> {
  return call({
    method: 'POST',
    path: `/conversations/${conversation}/legal-hold`,
    body: { reason },
    decode: hold,
  });
}

export function confirmHold(id: string): Promise<Answer<LegalHold>> {
  return call({ method: 'POST', path: `/legal-holds/${id}/confirm`, decode: hold });
}

export function askLift(id: string, reason: string): Promise<Answer<LegalHold>> {
  return call({ method: 'POST', path: `/legal-holds/${id}/lift`, body: { reason }, decode: hold });
}

export function confirmLift(id: string): Promise<Answer<LegalHold>> {
  return call({ method: 'POST', path: `/legal-holds/${id}/confirm-lift`, decode: hold });
}

/** The transcript as text, as the server gives it. Taking it out is recorded. */
export function fetchExport(conversation: string): Promise<Answer<string>> {
  return call({
    method: 'GET',
    path: `/conversations/${conversation}/export`,
    decode: (fields) => fields.asText(),
  });
}
