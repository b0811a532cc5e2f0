//! Checked by the compiler alone: every field that this client reads or sends is one that the API has.

import type { components } from '../src/shared/api.ts';
import type * as ours from '../src/shared/types.ts';
import type { ClientFrame, ServerFrame } from '../src/shared/protocol/frames.ts';

type Api = components['schemas'];

type Camel<Name> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : Name & string;

/** The names of a schema's fields, as the decoders write them. */
type FieldsOf<Schema> = Camel<keyof Schema>;

/** `true` where the API has every field of ours; otherwise the names that it lacks. */
type Has<Schema, Ours> =
  Exclude<keyof Ours, FieldsOf<Schema>> extends never
    ? true
    : Exclude<keyof Ours, FieldsOf<Schema>>;

/** The frame of one type. */
type Frame<Frames, Type> = Extract<Frames, { type: Type }>;

type FrameTypes<Frames> = Frames extends { type: infer Type } ? Type : never;

/** `true` for a type of frame whose fields the API has. */
type HasFrames<Theirs, Ours> = {
  [Type in FrameTypes<Ours> & string]: Has<Frame<Theirs, Type>, Frame<Ours, Type>>;
};

type AllTrue<Checks> = { [Name in keyof Checks]: true };

interface Answers {
  author: Has<Api['Author'], ours.Author>;
  cameBack: Has<Api['CameBack'], ours.CameBack>;
  cannedReply: Has<Api['CannedReply'], ours.CannedReply>;
  channel: Has<Api['ChannelMark'], ours.Channel>;
  colleague: Has<Api['Colleague'], ours.Colleague>;
  conversation: Has<Api['ConversationView'], ours.Conversation>;
  duty: Has<Api['DeskState'], ours.Duty>;
  enrolment: Has<Api['SecondFactorOffer'], ours.Enrolment>;
  message: Has<Api['MessageFrame'], ours.Message>;
  note: Has<Api['NoteView'], ours.Note>;
  session: Has<Api['SessionView'], ours.Session>;
  status: Has<Api['Status'], ours.Status>;
  newVisit: Has<Api['Begun'], ours.NewVisit>;
}

/** Compiles only where every check says `true`. */
export type Proof<Checks extends AllTrue<Checks>> = Checks;

export type AnswersFit = Proof<Answers>;
export type ServerFramesFit = Proof<HasFrames<Api['ServerFrame'], ServerFrame>>;
export type ClientFramesFit = Proof<HasFrames<Api['ClientFrame'], ClientFrame>>;
