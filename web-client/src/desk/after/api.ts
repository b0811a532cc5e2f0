// The HTTP calls of what comes after a talk: the contact record, debriefs, what a counsellor need not see again.

import type {
  Coded,
  ContactRecord,
  Debrief,
  Reason,
  RecordCodes,
} from '../../shared/care-types.ts';
import { object, text, type Fields } from '../../shared/decode.ts';
import { call, nothing, type Answer } from '../../shared/http.ts';
import { page, person, text2 } from '../../shared/wire.ts';

const string = (fields: Fields, key: string): string => fields.string(key);

function coded(fields: Fields): Coded {
  return { code: fields.string('code'), label: fields.object('label', text2) };
}

function reason(fields: Fields): Reason {
  return { ...coded(fields), group: fields.object('group', text2) };
}

function codes(fields: Fields): RecordCodes {
  return {
    reasons: fields.list('reasons', object(reason)),
    ageBands: fields.list('age_bands', object(coded)),
    districts: fields.list('districts', object(coded)),
    actions: fields.list('actions', object(coded)),
    outcomes: fields.list('outcomes', object(coded)),
  };
}

function record(fields: Fields): ContactRecord {
  return {
    reasons: fields.list('reasons', text),
    ageBand: fields.maybe('age_band', string),
    district: fields.maybe('district', string),
    actionTaken: fields.string('action_taken'),
    outcome: fields.maybe('outcome', string),
  };
}

function debrief(fields: Fields): Debrief {
  return {
    id: fields.string('id'),
    account: fields.object('account', person),
    label: fields.string('label'),
    conversation: fields.string('conversation'),
    why: fields.oneOf('why', ['heavy', 'panic']),
    at: fields.string('at'),
    doneAt: fields.maybe('done_at', string),
  };
}

export function fetchRecordCodes(): Promise<Answer<RecordCodes>> {
  return call({ method: 'GET', path: '/record-codes', decode: codes });
}

/** `not_found` while there is none. */
export function fetchRecord(conversation: string): Promise<Answer<ContactRecord>> {
  return call({ method: 'GET', path: `/conversations/${conversation}/record`, decode: record });
}

export function putRecord(
  conversation: string,
  { reasons, ageBand, district, actionTaken, outcome }: ContactRecord,
): Promise<Answer<ContactRecord>> {
  const body = {
    reasons,
    action_taken: actionTaken,
    ...(ageBand === null ? {} : { age_band: ageBand }),
    ...(district === null ? {} : { district }),
    ...(outcome === null ? {} : { outcome }),
  };
  return call({
    method: 'PUT',
    path: `/conversations/${conversation}/record`,
    body,
    decode: record,
  });
}

export function fetchDebriefs(): Promise<Answer<Debrief[]>> {
  return call({
    method: 'GET',
    path: '/debriefs',
    decode: (fields) => page(debrief)(fields).items,
  });
}

export function debriefDone(id: string): Promise<Answer<null>> {
  return call({ method: 'POST', path: `/debriefs/${id}/done`, decode: nothing });
}

/** She does not want to read this talk again, on any path. */
export function hide(conversation: string): Promise<Answer<null>> {
  return call({ method: 'POST', path: `/conversations/${conversation}/hide`, decode: nothing });
}
