// The frames of protocol `gyeot.v1`, and the decoder of what the server sends.

import { Fields, object } from '../decode.ts';
import type {
  Author,
  Channel,
  ConversationState,
  DutyState,
  HeldReason,
  Helpline,
  Language,
  Message,
} from '../types.ts';
import { alert, board } from '../care-wire.ts';
import type { Alert, Board, BreakState } from '../care-types.ts';
import {
  author,
  breakState,
  channels,
  dutyState,
  helplines,
  language,
  message,
  state,
} from '../wire.ts';

/** Frames that a client sends. `ref` comes back on the answer. */
export type ClientFrame =
  | {
      type: 'hello';
      ref: number;
      protocol: 1;
      token?: string;
      resume: { channel: string; after: number }[];
    }
  | { type: 'send'; ref: number; channel: string; id: string; body: string }
  | { type: 'typing'; channel: string; active: boolean }
  | { type: 'read'; channel: string; seq: number }
  | { type: 'history'; ref: number; channel: string; before?: number; limit: number }
  /** A supervisor looks at the wallboard, or away from it. */
  | { type: 'watch'; ref: number; active: boolean }
  | { type: 'ping'; ref: number };

/** A conversation as `welcome` lists it. */
export interface Welcomed {
  conversation: string;
  state: ConversationState;
  position: number | null;
  estimatedWaitSeconds: number | null;
  channels: Channel[];
  /** Numbers to call, where the server wants a visitor to see them now. */
  helplines: Helpline[];
}

/** A line of ours that a person reads before it is passed on. */
export interface HeldFrame {
  type: 'held';
  ref: number | null;
  channel: string;
  id: string;
  reason: HeldReason;
  at: string;
  expiresAt: string | null;
  /** Its text, where it was sent before this connection. */
  body: string | null;
}

/** A person has read a line of ours that was held. */
export interface HeldDoneFrame {
  type: 'held_done';
  channel: string;
  id: string;
  outcome: 'released' | 'edited' | 'returned';
  note: string | null;
}

/** A line of somebody else that a person reads before we do. */
export interface WithheldFrame {
  type: 'withheld';
  channel: string;
  id: string;
  author: Author;
  at: string;
}

/** Frames that the server sends. */
export type ServerFrame =
  | {
      type: 'welcome';
      heartbeatSeconds: number;
      you: Author;
      conversations: Welcomed[];
    }
  | ({ type: 'message' } & Message)
  | HeldFrame
  | HeldDoneFrame
  | WithheldFrame
  | {
      type: 'stored';
      ref: number | null;
      channel: string;
      id: string;
      seq: number;
      at: string;
    }
  | { type: 'caught_up'; channel: string; seq: number }
  | { type: 'typing'; channel: string; author: Author; active: boolean }
  | { type: 'read'; channel: string; author: Author; seq: number }
  | {
      type: 'conversation';
      conversation: string;
      state: ConversationState;
      position: number | null;
      estimatedWaitSeconds: number | null;
      counsellor: string | null;
      channels: Channel[];
      helplines: Helpline[];
    }
  | {
      type: 'offer';
      conversation: string;
      language: Language;
      risk: number;
      waitedSeconds: number;
      expiresAt: string;
    }
  | { type: 'offer_gone'; conversation: string }
  | {
      type: 'desk';
      state: DutyState;
      capacity: number;
      active: number;
      waiting: number;
      oldestWaitingSeconds: number | null;
      heavy: number;
      break: BreakState;
      breakUntil: string | null;
    }
  /** Something that a supervisor must see. It is sent again after `welcome` while it is open. */
  | { type: 'alert'; alert: Alert }
  /** An alert that somebody answered, or that is moot. */
  | { type: 'alert_gone'; alert: string; by: string | null }
  | { type: 'wallboard'; ref: number | null; board: Board }
  | {
      type: 'history';
      ref: number | null;
      channel: string;
      messages: Message[];
      more: boolean;
    }
  | { type: 'pong' }
  | {
      type: 'error';
      ref: number | null;
      code: string;
      channel: string | null;
      retry: boolean;
    };

/** Decodes one text frame. Null for a type that a newer server knows and this page does not. */
export function decodeFrame(text: string): ServerFrame | null {
  const value: unknown = JSON.parse(text);
  const frame = new Fields(value, 'frame');
  const type = frame.string('type');
  switch (type) {
    case 'welcome':
      return {
        type,
        heartbeatSeconds: frame.integer('heartbeat_seconds'),
        you: frame.object('you', author),
        conversations: frame.list('conversations', object(welcomed)),
      };
    case 'message':
      return { type, ...message(frame) };
    case 'stored':
      return {
        type,
        ref: ref(frame),
        channel: frame.string('channel'),
        id: frame.string('id'),
        seq: frame.integer('seq'),
        at: frame.string('at'),
      };
    case 'held':
      return {
        type,
        ref: ref(frame),
        channel: frame.string('channel'),
        id: frame.string('id'),
        reason: frame.oneOf('reason', ['approval', 'contact']),
        at: frame.string('at'),
        expiresAt: frame.maybe('expires_at', string),
        body: frame.maybe('body', string),
      };
    case 'held_done':
      return {
        type,
        channel: frame.string('channel'),
        id: frame.string('id'),
        outcome: frame.oneOf('outcome', ['released', 'edited', 'returned']),
        note: frame.maybe('note', string),
      };
    case 'withheld':
      return {
        type,
        channel: frame.string('channel'),
        id: frame.string('id'),
        author: frame.object('author', author),
        at: frame.string('at'),
      };
    case 'caught_up':
      return { type, channel: frame.string('channel'), seq: frame.integer('seq') };
    case 'typing':
      return {
        type,
        channel: frame.string('channel'),
        author: frame.object('author', author),
        active: frame.boolean('active'),
      };
    case 'read':
      return {
        type,
        channel: frame.string('channel'),
        author: frame.object('author', author),
        seq: frame.integer('seq'),
      };
    case 'conversation':
      return {
        type,
        ...welcomed(frame),
        counsellor: frame.maybe('counsellor', (f, key) =>
          f.object(key, (person) => person.string('name')),
        ),
      };
    case 'offer':
      return {
        type,
        conversation: frame.string('conversation'),
        language: language(frame),
        risk: frame.integer('risk'),
        waitedSeconds: frame.integer('waited_seconds'),
        expiresAt: frame.string('expires_at'),
      };
    case 'offer_gone':
      return { type, conversation: frame.string('conversation') };
    case 'desk':
      return {
        type,
        state: dutyState(frame),
        capacity: frame.integer('capacity'),
        active: frame.integer('active'),
        waiting: frame.integer('waiting'),
        oldestWaitingSeconds: frame.maybe('oldest_waiting_seconds', (f, key) => f.integer(key)),
        heavy: frame.maybe('heavy', (f, key) => f.integer(key)) ?? 0,
        break: breakState(frame),
        breakUntil: frame.maybe('break_until', string),
      };
    case 'alert':
      return { type, alert: alert(frame) };
    case 'alert_gone':
      return { type, alert: frame.string('alert'), by: frame.maybe('by', string) };
    case 'wallboard':
      return { type, ref: ref(frame), board: frame.object('board', board) };
    case 'history':
      return {
        type,
        ref: ref(frame),
        channel: frame.string('channel'),
        messages: historyLines(frame),
        more: frame.boolean('more'),
      };
    case 'pong':
      return { type };
    case 'error':
      return {
        type,
        ref: ref(frame),
        code: frame.string('code'),
        channel: frame.maybe('channel', string),
        retry: frame.maybe('retry', (f, key) => f.boolean(key)) ?? false,
      };
    default:
      return null;
  }
}

function welcomed(frame: Fields): Welcomed {
  return {
    conversation: frame.string('conversation'),
    state: state(frame),
    position: frame.maybe('position', (f, key) => f.integer(key)),
    estimatedWaitSeconds: frame.maybe('estimated_wait_seconds', (f, key) => f.integer(key)),
    channels: channels(frame),
    helplines: helplines(frame),
  };
}

/** The lines of a page of history: the channel may be named on the frame alone. */
function historyLines(frame: Fields): Message[] {
  const fallback = frame.string('channel');
  return frame.list(
    'messages',
    object((line) => message(line, fallback)),
  );
}

function string(frame: Fields, key: string): string {
  return frame.string(key);
}

function ref(frame: Fields): number | null {
  return frame.maybe('ref', (f, key) => f.integer(key));
}
