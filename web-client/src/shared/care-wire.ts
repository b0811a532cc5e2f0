// Decoders of what supervision needs on the socket. What comes over HTTP alone is decoded beside its calls.

import type {
  Alert,
  Board,
  BoardChat,
  BoardCounsellor,
  BoardHighest,
  BoardLine,
  Trust,
} from './care-types.ts';
import { object, type Fields } from './decode.ts';
import { breakState, language, state, text2 } from './wire.ts';

const integer = (fields: Fields, key: string): number => fields.integer(key);
const string = (fields: Fields, key: string): string => fields.string(key);

export function alert(fields: Fields): Alert {
  return {
    alert: fields.string('alert'),
    kind: fields.oneOf('kind', [
      'risk',
      'duress',
      'panic',
      'unclaimed',
      'held',
      'contact',
      'flag',
      'block',
    ]),
    loud: fields.boolean('loud'),
    conversation: fields.string('conversation'),
    label: fields.string('label'),
    language: language(fields),
    risk: fields.integer('risk'),
    reason: fields.maybe('reason', (f, key) => f.object(key, text2)),
    raisedAt: fields.string('raised_at'),
  };
}

export function trust(fields: Fields): Trust {
  return fields.oneOf('trust', ['none', 'flagged', 'first', 'all']);
}

export function board(fields: Fields): Board {
  return {
    at: fields.string('at'),
    dayBeganAt: fields.string('day_began_at'),
    waiting: fields.integer('waiting'),
    oldestWaitingSeconds: fields.maybe('oldest_waiting_seconds', integer),
    highest: fields.maybe('highest', (f, key) => f.object(key, highest)),
    onDuty: fields.integer('on_duty'),
    available: fields.integer('available'),
    full: fields.integer('full'),
    onBreak: fields.integer('on_break'),
    talking: fields.integer('talking'),
    averageTalkSeconds: fields.maybe('average_talk_seconds', integer),
    abandonedToday: fields.integer('abandoned_today'),
    returnedToday: fields.integer('returned_today'),
    closedToday: fields.integer('closed_today'),
    counsellors: fields.list('counsellors', object(counsellor)),
    line: fields.list('line', object(inLine)),
    held: fields.integer('held'),
    flags: fields.integer('flags'),
  };
}

function highest(fields: Fields): BoardHighest {
  return {
    risk: fields.integer('risk'),
    conversation: fields.string('conversation'),
    label: fields.string('label'),
    state: state(fields),
    waitedSeconds: fields.maybe('waited_seconds', integer),
    counsellor: fields.maybe('counsellor', string),
  };
}

function counsellor(fields: Fields): BoardCounsellor {
  return {
    id: fields.string('id'),
    name: fields.string('name'),
    state: fields.oneOf('state', ['available', 'away', 'break']),
    active: fields.integer('active'),
    capacity: fields.integer('capacity'),
    heavy: fields.integer('heavy'),
    break: breakState(fields),
    trust: trust(fields),
    oldestTalkSeconds: fields.maybe('oldest_talk_seconds', integer),
    highestRisk: fields.maybe('highest_risk', integer),
    chats: fields.list('chats', object(chat)),
  };
}

function chat(fields: Fields): BoardChat {
  return {
    conversation: fields.string('conversation'),
    label: fields.string('label'),
    risk: fields.integer('risk'),
    state: state(fields),
    openedAt: fields.maybe('opened_at', string),
  };
}

function inLine(fields: Fields): BoardLine {
  return {
    conversation: fields.string('conversation'),
    label: fields.string('label'),
    language: language(fields),
    risk: fields.integer('risk'),
    state: state(fields),
    waitingSince: fields.string('waiting_since'),
    counsellor: fields.maybe('counsellor', string),
  };
}
