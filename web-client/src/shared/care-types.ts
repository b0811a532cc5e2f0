// What supervision, protection and what comes after a talk speak of, as decoded. Staff alone see it.

import type {
  Author,
  ConversationState,
  DutyState,
  HeldReason,
  Language,
  Person,
} from './types.ts';

/** Our own words in both languages. */
export type Text2 = Record<Language, string>;

export type BreakState = 'none' | 'offered' | 'due' | 'on';

export type AlertKind =
  'risk' | 'duress' | 'panic' | 'unclaimed' | 'held' | 'contact' | 'flag' | 'block';

/** Something that a supervisor must see until one of them answers. */
export interface Alert {
  alert: string;
  kind: AlertKind;
  /** It rings. */
  loud: boolean;
  conversation: string;
  label: string;
  language: Language;
  risk: number;
  /** The rule behind it. */
  reason: Text2 | null;
  raisedAt: string;
}

/** What of a counsellor's messages is read before the visitor gets it. */
export type Trust = 'none' | 'flagged' | 'first' | 'all';

export interface Trusted extends Person {
  trust: Trust;
}

export interface BoardChat {
  conversation: string;
  label: string;
  risk: number;
  state: ConversationState;
  openedAt: string | null;
}

export interface BoardCounsellor {
  id: string;
  name: string;
  state: DutyState | 'break';
  active: number;
  capacity: number;
  heavy: number;
  break: BreakState;
  trust: Trust;
  oldestTalkSeconds: number | null;
  highestRisk: number | null;
  chats: BoardChat[];
}

export interface BoardLine {
  conversation: string;
  label: string;
  language: Language;
  risk: number;
  state: ConversationState;
  waitingSince: string;
  /** Whom it is offered to. */
  counsellor: string | null;
}

export interface BoardHighest {
  risk: number;
  conversation: string;
  label: string;
  state: ConversationState;
  waitedSeconds: number | null;
  counsellor: string | null;
}

/** The wallboard: numbers, names of staff and labels; no word of anybody. */
export interface Board {
  at: string;
  /** When the counters began: midnight in Seoul. */
  dayBeganAt: string;
  waiting: number;
  oldestWaitingSeconds: number | null;
  highest: BoardHighest | null;
  onDuty: number;
  available: number;
  full: number;
  onBreak: number;
  talking: number;
  averageTalkSeconds: number | null;
  abandonedToday: number;
  returnedToday: number;
  closedToday: number;
  counsellors: BoardCounsellor[];
  line: BoardLine[];
  held: number;
  flags: number;
}

export type FoundKind = 'phone' | 'messenger' | 'link' | 'email' | 'invitation';

/** What was found in a held message, as it stands in its text. */
export interface Found {
  kind: FoundKind;
  text: string;
}

/** A message that a supervisor reads before it is passed on. */
export interface HeldMessage {
  id: string;
  conversation: string;
  channel: string;
  label: string;
  language: Language;
  author: Author;
  /** Whose account wrote it; none for a visitor. */
  account: string | null;
  reason: HeldReason;
  found: Found[];
  body: string;
  heldAt: string;
  /** When it is decided without a person. */
  expiresAt: string | null;
}

export type Decision = 'release' | 'edit' | 'return';

export type RiskSource = 'message' | 'answers' | 'staff' | 'duress' | 'returned';

/** One change of a conversation's risk class. */
export interface RiskChange {
  at: string;
  from: number;
  to: number;
  source: RiskSource;
  reason: Text2 | null;
  note: string | null;
  by: Person | null;
  seq: number | null;
}

export type FlagOutcome = 'fine' | 'talk' | 'serious';

/** A line that a supervisor should look at. */
export interface Flag {
  id: string;
  conversation: string;
  channel: string;
  seq: number;
  label: string;
  author: Author;
  source: 'rule' | 'staff' | 'unreviewed';
  reason: Text2 | null;
  note: string | null;
  body: string | null;
  at: string;
  outcome: FlagOutcome | null;
  reviewedBy: Person | null;
  reviewedAt: string | null;
}

/** A code with its words. */
export interface Coded {
  code: string;
  label: Text2;
}

export interface Reason extends Coded {
  group: Text2;
}

/** What a contact record can say. */
export interface RecordCodes {
  reasons: Reason[];
  ageBands: Coded[];
  districts: Coded[];
  actions: Coded[];
  outcomes: Coded[];
}

export interface ContactRecord {
  reasons: string[];
  ageBand: string | null;
  district: string | null;
  actionTaken: string;
  outcome: string | null;
}

/** A talk that somebody should talk over with the one who had it. */
export interface Debrief {
  id: string;
  account: Person;
  label: string;
  conversation: string;
  why: 'heavy' | 'panic';
  at: string;
  doneAt: string | null;
}

/** A message that was left to be answered later. */
export interface Letter {
  conversation: string;
  label: string;
  language: Language;
  risk: number;
  leftAt: string;
  lines: number;
  /** She talked with this counsellor before. */
  forMe: boolean;
  counsellor: string | null;
}

export type BlockReason = 'abuse' | 'predator' | 'spam' | 'other';

export interface Block {
  id: string;
  conversation: string;
  label: string;
  reason: BlockReason;
  note: string | null;
  by: Person;
  at: string;
  until: string;
  /** Until when it was asked for; longer than `until` needs a second person. */
  wantedUntil: string | null;
  state: 'active' | 'asked' | 'over' | 'lifted';
  approvedBy: Person | null;
}

/** A link to the visitor page that counts who came by it, in numbers only. */
export interface OutreachLink {
  id: string;
  code: string;
  label: string;
  site: string;
  url: string;
  embedOrigins: string[];
  madeBy: Person;
  madeAt: string;
  disabledAt: string | null;
  visits: number;
  chats: number;
  referrals: number;
}

export interface OutreachEntry {
  id: string;
  site: string;
  /** The day, as `2026-11-27`. */
  on: string;
  minutes: number;
  contacts: number;
  by: Person;
}

/** Who read what, and why she may. */
export interface Reading {
  at: string;
  account: Person;
  kind: string;
  conversation: string | null;
  label: string | null;
  reason: string | null;
}

export interface LegalHold {
  id: string;
  conversation: string;
  label: string;
  reason: string;
  state: 'asked' | 'active' | 'lift_asked' | 'lifted';
  askedBy: Person;
  askedAt: string;
  /** When an unconfirmed one holds no more. */
  lapsesAt: string | null;
  liftReason: string | null;
  confirmedBy: Person | null;
  confirmedAt: string | null;
  liftAskedBy: Person | null;
  liftedBy: Person | null;
  liftedAt: string | null;
}

/** A month of answers to the two questions. A cell that would point at somebody is null. */
export interface SurveyMonth {
  month: string;
  language: Language;
  answered: number | null;
  helped: Record<'yes' | 'some' | 'no', number | null>;
  safer: Record<'yes' | 'same' | 'no', number | null>;
}
