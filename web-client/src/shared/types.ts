// What the API speaks of, as decoded. What only care has is in `care-types.ts`.

import type { BreakState, Text2 } from './care-types.ts';

export type Language = 'ko' | 'en';
export type AuthorKind = 'visitor' | 'counsellor' | 'supervisor' | 'professional';
export type ChannelKind = 'main' | 'staff' | 'consult';
export type ConversationState = 'waiting' | 'offered' | 'active' | 'wrap_up' | 'closed';
export type ClosedReason = 'done' | 'left' | 'abandoned' | 'erased';
export type SafeNow = 'yes' | 'no' | 'unsure';
export type DutyState = 'available' | 'away';
export type SecondFactor = 'on' | 'off' | 'enrol';

/** Why a line is read by a person before it is passed on: a draft to approve, or a way to be reached elsewhere. */
export type HeldReason = 'approval' | 'contact';

/** A line that is read by a person before it is passed on. */
export interface Held {
  reason: HeldReason;
  /** When it is decided without a person, where it is. */
  expiresAt: string | null;
}

/** A number that can be called. */
export interface Helpline {
  name: string;
  number: string;
}

/** Who wrote a line. A visitor without a nickname has no name. */
export interface Author {
  kind: AuthorKind;
  name: string | null;
}

/** A line of a channel. `seq` starts at 1 and has no holes. */
export interface Message {
  channel: string;
  seq: number;
  id: string;
  author: Author;
  body: string;
  at: string;
}

/** A channel as a member sees it; `readSeq` is the reader's own mark. */
export interface Channel {
  channel: string;
  kind: ChannelKind;
  lastSeq: number;
  readSeq: number;
}

/** Somebody of the staff, by name. */
export interface Person {
  id: string;
  name: string;
}

/** A conversation as staff see it in lists and pages: no text of the visitor's messages. */
export interface Conversation {
  id: string;
  state: ConversationState;
  closedReason: ClosedReason | null;
  language: Language;
  risk: number;
  position: number | null;
  waitingSince: string | null;
  openedAt: string | null;
  createdAt: string;
  counsellor: Person | null;
  channels: Channel[];
  /** Four digits that tell two visitors apart. */
  label: string;
  visitorName: string | null;
  topic: string | null;
  safeNow: SafeNow | null;
  visitorPresent: boolean;
  visitorLeft: boolean;
  /** The earlier conversation of the same person. */
  continues: string | null;
  offerExpiresAt: string | null;
  estimatedWaitSeconds: number | null;
  /** The rule that fired last and raised the risk. */
  riskReason: Text2 | null;
  /** She left it to be answered later; nobody sits at the other end. */
  later: boolean;
}

/** Is somebody there, and how long is the line? */
export interface Status {
  open: boolean;
  waiting: number;
  estimatedWaitSeconds: number | null;
  opensAt: string | null;
  onDuty: number;
  /** A visit must come with a proof of work. */
  challenge: boolean;
}

/** A proof of work to be done, as ALTCHA has it: which number makes the hash? */
export interface Challenge {
  algorithm: string;
  challenge: string;
  maxNumber: number;
  salt: string;
  signature: string;
}

/** What a visitor holds: the token for this page. */
export interface Visit {
  conversation: string;
  channel: string;
  token: string;
}

/** What a new visit brings as well: the code to come back, and the last word that opens an empty page instead. */
export interface NewVisit extends Visit {
  returnCode: string;
  duressWord: string | null;
}

/** What coming back answers. */
export interface CameBack extends Visit {
  /** Who talked with her before. */
  counsellor: { name: string; onDuty: boolean } | null;
  /** The word that opens nothing was given. */
  harmless: boolean;
}

/** What an erasure did: conversations that are gone, and those that a law keeps. */
export interface Erased {
  erased: number;
  held: number;
}

/** Who is signed in. */
export interface Session {
  account: { id: string; name: string; email: string };
  roles: string[];
  languages: string[];
  secondFactor: SecondFactor;
}

/** A new second factor, to be put into an authenticator. */
export interface Enrolment {
  secret: string;
  uri: string;
  qrSvg: string;
}

/** The counsellor's own desk and the line, in numbers. */
export interface Duty {
  state: DutyState;
  capacity: number;
  active: number;
  waiting: number;
  oldestWaitingSeconds: number | null;
  /** Heavy talks since she came on duty. */
  heavy: number;
  break: BreakState;
  breakUntil: string | null;
}

export interface Note {
  id: string;
  author: Person;
  body: string;
  at: string;
}

export interface CannedReply {
  id: string;
  shared: boolean;
  language: Language;
  title: string;
  body: string;
}

export interface Colleague {
  id: string;
  name: string;
  languages: string[];
  state: DutyState;
  capacity: number;
  active: number;
}
