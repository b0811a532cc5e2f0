// Decoders of what HTTP answers and frames have in common.

import type { BreakState, Text2 } from './care-types.ts';
import { Fields, object, text } from './decode.ts';
import type {
  Author,
  CameBack,
  CannedReply,
  Challenge,
  Channel,
  Colleague,
  Conversation,
  ConversationState,
  Duty,
  DutyState,
  Enrolment,
  Erased,
  Helpline,
  Language,
  Message,
  NewVisit,
  Note,
  Person,
  Session,
  Status,
  Visit,
} from './types.ts';

const integer = (fields: Fields, key: string): number => fields.integer(key);
const string = (fields: Fields, key: string): string => fields.string(key);
const boolean = (fields: Fields, key: string): boolean => fields.boolean(key);

export function language(fields: Fields): Language {
  return fields.oneOf('language', ['ko', 'en']);
}

export function state(fields: Fields): ConversationState {
  return fields.oneOf('state', ['waiting', 'offered', 'active', 'wrap_up', 'closed']);
}

export function dutyState(fields: Fields): DutyState {
  return fields.oneOf('state', ['available', 'away']);
}

/** A server from before breaks were kept says nothing of them. */
export function breakState(fields: Fields): BreakState {
  return (
    fields.maybe('break', (f, key) => f.oneOf(key, ['none', 'offered', 'due', 'on'])) ?? 'none'
  );
}

/** Our own words in both languages. */
export function text2(fields: Fields): Text2 {
  return { ko: fields.string('ko'), en: fields.string('en') };
}

export function author(fields: Fields): Author {
  return {
    kind: fields.oneOf('kind', ['visitor', 'counsellor', 'supervisor', 'professional']),
    name: fields.maybe('name', string),
  };
}

export function person(fields: Fields): Person {
  return { id: fields.string('id'), name: fields.string('name') };
}

export function message(fields: Fields, channel?: string): Message {
  return {
    channel: fields.maybe('channel', string) ?? channel ?? fields.string('channel'),
    seq: fields.integer('seq'),
    id: fields.string('id'),
    author: fields.object('author', author),
    body: fields.string('body'),
    at: fields.string('at'),
  };
}

/** The channels of a conversation; none for those who are not members. */
export function channels(fields: Fields): Channel[] {
  return fields.maybe('channels', (f, key) => f.list(key, object(channel))) ?? [];
}

function channel(fields: Fields): Channel {
  return {
    channel: fields.string('channel'),
    kind: fields.oneOf('kind', ['main', 'staff', 'consult']),
    lastSeq: fields.integer('last_seq'),
    readSeq: fields.integer('read_seq'),
  };
}

export function conversation(fields: Fields): Conversation {
  return {
    id: fields.string('id'),
    state: state(fields),
    closedReason: fields.maybe('closed_reason', (f, key) =>
      f.oneOf(key, ['done', 'left', 'abandoned', 'erased']),
    ),
    language: language(fields),
    risk: fields.integer('risk'),
    position: fields.maybe('position', integer),
    waitingSince: fields.maybe('waiting_since', string),
    openedAt: fields.maybe('opened_at', string),
    createdAt: fields.string('created_at'),
    counsellor: fields.maybe('counsellor', (f, key) => f.object(key, person)),
    channels: channels(fields),
    label: fields.string('label'),
    visitorName: fields.maybe('visitor_name', string),
    topic: fields.maybe('topic', string),
    safeNow: fields.maybe('safe_now', (f, key) => f.oneOf(key, ['yes', 'no', 'unsure'])),
    visitorPresent: fields.boolean('visitor_present'),
    visitorLeft: fields.boolean('visitor_left'),
    continues: fields.maybe('continues', string),
    offerExpiresAt: fields.maybe('offer_expires_at', string),
    estimatedWaitSeconds: fields.maybe('estimated_wait_seconds', integer),
    riskReason: fields.maybe('risk_reason', (f, key) => f.object(key, text2)),
    later: fields.maybe('later', (f, key) => f.boolean(key)) ?? false,
  };
}

/** A page of a list: its items, and where the next page starts. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

export function page<T>(item: (fields: Fields) => T): (fields: Fields) => Page<T> {
  return (fields) => ({
    items: fields.list('items', object(item)),
    next: fields.maybe('next', string),
  });
}

export function status(fields: Fields): Status {
  return {
    open: fields.boolean('open'),
    waiting: fields.integer('waiting'),
    estimatedWaitSeconds: fields.maybe('estimated_wait_seconds', integer),
    opensAt: fields.maybe('opens_at', string),
    onDuty: fields.maybe('on_duty', integer) ?? 0,
    challenge: fields.maybe('challenge', boolean) ?? false,
  };
}

export function challenge(fields: Fields): Challenge {
  return {
    algorithm: fields.string('algorithm'),
    challenge: fields.string('challenge'),
    maxNumber: fields.integer('maxnumber'),
    salt: fields.string('salt'),
    signature: fields.string('signature'),
  };
}

function helpline(fields: Fields): Helpline {
  return { name: fields.string('name'), number: fields.string('number') };
}

/** The numbers that the server wants her to see; none for most. */
export function helplines(fields: Fields): Helpline[] {
  return fields.maybe('helplines', (f, key) => f.list(key, object(helpline))) ?? [];
}

function visit(fields: Fields): Visit {
  return {
    conversation: fields.string('conversation'),
    channel: fields.string('channel'),
    token: fields.string('token'),
  };
}

export function newVisit(fields: Fields): NewVisit {
  return {
    ...visit(fields),
    returnCode: fields.string('return_code'),
    duressWord: fields.maybe('duress_word', string),
  };
}

export function cameBack(fields: Fields): CameBack {
  return {
    ...visit(fields),
    counsellor: fields.maybe('counsellor', (f, key) =>
      f.object(key, (person) => ({
        name: person.string('name'),
        onDuty: person.boolean('on_duty'),
      })),
    ),
    harmless: fields.maybe('harmless', boolean) ?? false,
  };
}

export function erased(fields: Fields): Erased {
  return { erased: fields.integer('erased'), held: fields.integer('held') };
}

export function session(fields: Fields): Session {
  return {
    account: fields.object('account', (account) => ({
      id: account.string('id'),
      name: account.string('name'),
      email: account.string('email'),
    })),
    roles: fields.list('roles', text),
    languages: fields.list('languages', text),
    secondFactor: fields.oneOf('second_factor', ['on', 'off', 'enrol']),
  };
}

export function enrolment(fields: Fields): Enrolment {
  return {
    secret: fields.string('secret'),
    uri: fields.string('uri'),
    qrSvg: fields.string('qr_svg'),
  };
}

export function recoveryCodes(fields: Fields): string[] {
  return fields.list('recovery_codes', text);
}

export function duty(fields: Fields): Duty {
  return {
    state: dutyState(fields),
    capacity: fields.integer('capacity'),
    active: fields.integer('active'),
    waiting: fields.integer('waiting'),
    oldestWaitingSeconds: fields.maybe('oldest_waiting_seconds', integer),
    heavy: fields.maybe('heavy', integer) ?? 0,
    break: breakState(fields),
    breakUntil: fields.maybe('break_until', string),
  };
}

export function note(fields: Fields): Note {
  return {
    id: fields.string('id'),
    author: fields.object('author', person),
    body: fields.string('body'),
    at: fields.string('at'),
  };
}

export function cannedReply(fields: Fields): CannedReply {
  return {
    id: fields.string('id'),
    shared: fields.boolean('shared'),
    language: language(fields),
    title: fields.string('title'),
    body: fields.string('body'),
  };
}

export function colleague(fields: Fields): Colleague {
  return {
    id: fields.string('id'),
    name: fields.string('name'),
    languages: fields.list('languages', text),
    state: dutyState(fields),
    capacity: fields.integer('capacity'),
    active: fields.integer('active'),
  };
}
