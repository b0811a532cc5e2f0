//! What comes over the wire becomes a type, or an error that names the place. Nothing in between.

import { describe, expect, it } from 'vitest';
import { DecodeError, Fields } from '../src/shared/decode.ts';
import { decodeFrame } from '../src/shared/protocol/frames.ts';
import { conversation, enrolment, newVisit, session, status } from '../src/shared/wire.ts';
import { channel, line } from './server.ts';

const frame = (value: unknown): ReturnType<typeof decodeFrame> =>
  decodeFrame(JSON.stringify(value));
const id = '00000000-0000-4000-8000-000000000001';

describe('fields', () => {
  it.each([null, 1, 'text', true, [], undefined])('refuse_what_is_no_object', (value) => {
    expect(() => new Fields(value, 'here')).toThrow(DecodeError);
  });

  it('name_the_place_that_did_not_fit', () => {
    const fields = new Fields({ a: { b: [1] } }, 'top');
    expect(() => fields.string('a')).toThrow('top.a: not a text');
    expect(() =>
      fields.object('a', (a) => a.list('b', (item, at) => new Fields(item, at))),
    ).toThrow('top.a.b[0]: not an object');
  });

  it('take_no_fraction_no_huge_number_and_no_text_for_an_integer', () => {
    for (const n of [1.5, 2 ** 53, '1', null, Number.NaN]) {
      expect(() => new Fields({ n }, 'x').integer('n')).toThrow(DecodeError);
    }
    expect(new Fields({ n: 2 ** 53 - 1 }, 'x').integer('n')).toBe(2 ** 53 - 1);
  });

  it('take_null_and_absent_alike_where_they_may_be_missing', () => {
    for (const value of [{ name: null }, {}]) {
      expect(new Fields(value, 'x').maybe('name', (f, key) => f.string(key))).toBeNull();
    }
    expect(() => new Fields({ name: 1 }, 'x').maybe('name', (f, key) => f.string(key))).toThrow(
      DecodeError,
    );
  });

  it('take_only_the_values_that_are_allowed', () => {
    const fields = new Fields({ language: 'fr' }, 'x');
    expect(() => fields.oneOf('language', ['ko', 'en'])).toThrow('ko or en');
  });
});

describe('frames', () => {
  it('decode_every_type_of_the_protocol', () => {
    const author = { kind: 'counsellor', name: '하루' };
    const frames: [unknown, unknown][] = [
      [
        {
          type: 'welcome',
          ref: 1,
          protocol: 1,
          heartbeat_seconds: 20,
          you: { kind: 'visitor', name: null },
          conversations: [
            {
              conversation: id,
              state: 'waiting',
              position: 2,
              estimated_wait_seconds: 180,
              channels: [{ channel, kind: 'main', last_seq: 13, read_seq: 11 }],
            },
          ],
        },
        {
          type: 'welcome',
          heartbeatSeconds: 20,
          you: { kind: 'visitor', name: null },
          conversations: [
            {
              conversation: id,
              state: 'waiting',
              position: 2,
              estimatedWaitSeconds: 180,
              channels: [{ channel, kind: 'main', lastSeq: 13, readSeq: 11 }],
            },
          ],
        },
      ],
      [
        { type: 'message', ...line(3) },
        { type: 'message', ...line(3) },
      ],
      [
        { type: 'stored', ref: 2, channel, id, seq: 3, at: 'then' },
        { type: 'stored', ref: 2, channel, id, seq: 3, at: 'then' },
      ],
      [
        { type: 'caught_up', channel, seq: 3 },
        { type: 'caught_up', channel, seq: 3 },
      ],
      [
        { type: 'typing', channel, author, active: true },
        { type: 'typing', channel, author, active: true },
      ],
      [
        { type: 'read', channel, author, seq: 3 },
        { type: 'read', channel, author, seq: 3 },
      ],
      [
        {
          type: 'conversation',
          conversation: id,
          state: 'active',
          position: null,
          estimated_wait_seconds: null,
          counsellor: { name: '하루' },
          channels: null,
          visitor_present: true,
        },
        {
          type: 'conversation',
          conversation: id,
          state: 'active',
          position: null,
          estimatedWaitSeconds: null,
          counsellor: '하루',
          channels: [],
        },
      ],
      [
        {
          type: 'offer',
          conversation: id,
          language: 'ko',
          risk: 2,
          waited_seconds: 41,
          expires_at: 'soon',
        },
        {
          type: 'offer',
          conversation: id,
          language: 'ko',
          risk: 2,
          waitedSeconds: 41,
          expiresAt: 'soon',
        },
      ],
      [
        { type: 'offer_gone', conversation: id },
        { type: 'offer_gone', conversation: id },
      ],
      [
        {
          type: 'desk',
          state: 'away',
          capacity: 4,
          active: 2,
          waiting: 7,
          oldest_waiting_seconds: null,
        },
        {
          type: 'desk',
          state: 'away',
          capacity: 4,
          active: 2,
          waiting: 7,
          oldestWaitingSeconds: null,
        },
      ],
      [{ type: 'pong', ref: 4 }, { type: 'pong' }],
      [
        { type: 'error', code: 'slow_down', detail: 'x', retry: true },
        { type: 'error', ref: null, code: 'slow_down', channel: null, retry: true },
      ],
    ];
    // A field that only staff are told may be decoded as well: what is listed here must be there.
    for (const [sent, decoded] of frames) expect(frame(sent)).toMatchObject(Object(decoded));
  });

  it('take_the_channel_of_a_page_of_history_from_the_page', () => {
    const { channel: _, ...bare } = line(1);
    expect(frame({ type: 'history', channel, messages: [bare], more: false })).toMatchObject({
      messages: [{ channel, seq: 1 }],
      more: false,
    });
  });

  it('are_null_where_a_newer_server_says_something_unknown', () => {
    expect(frame({ type: 'weather' })).toBeNull();
  });

  it.each([
    'not json',
    '[]',
    'null',
    '{}',
    '{"type":1}',
    '{"type":"message"}',
    '{"type":"caught_up","channel":"c","seq":"1"}',
    '{"type":"desk","state":"asleep","capacity":1,"active":0,"waiting":0}',
    '{"type":"typing","channel":"c","author":{"kind":"robot","name":null},"active":true}',
  ])('are_refused_when_they_do_not_fit: %s', (text) => {
    expect(() => decodeFrame(text)).toThrow();
  });
});

describe('answers', () => {
  it('of_the_status_may_have_no_estimate_and_no_opening_time', () => {
    expect(
      status(new Fields({ open: false, waiting: 0, estimated_wait_seconds: null }, 'x')),
    ).toMatchObject({ open: false, waiting: 0, estimatedWaitSeconds: null, opensAt: null });
  });

  it('to_a_new_visit_carry_the_return_code', () => {
    const sent = { conversation: id, channel, token: 't', return_code: 'a b c d e f' };
    expect(newVisit(new Fields(sent, 'x'))).toEqual({
      conversation: id,
      channel,
      token: 't',
      returnCode: 'a b c d e f',
      duressWord: null,
    });
    expect(newVisit(new Fields({ ...sent, duress_word: 'g' }, 'x')).duressWord).toBe('g');
    expect(() => newVisit(new Fields({ ...sent, token: null }, 'x'))).toThrow('x.token');
  });

  it('to_a_sign_in_carry_who_and_which_factor', () => {
    const account = { id, name: 'A', email: 'a@b.kr' };
    const sent = { account, roles: ['counsellor'], languages: ['ko'], second_factor: 'enrol' };
    expect(session(new Fields(sent, 'x'))).toEqual({
      account,
      roles: ['counsellor'],
      languages: ['ko'],
      secondFactor: 'enrol',
    });
    expect(() => session(new Fields({ ...sent, second_factor: 'maybe' }, 'x'))).toThrow(
      DecodeError,
    );
    expect(enrolment(new Fields({ secret: 's', uri: 'u', qr_svg: '<svg/>' }, 'x')).qrSvg).toBe(
      '<svg/>',
    );
  });

  it('about_a_conversation_keep_null_what_is_not_told', () => {
    const sent = {
      id,
      state: 'closed',
      closed_reason: 'left',
      language: 'en',
      risk: 0,
      created_at: 'then',
      label: '5502',
      visitor_present: false,
      visitor_left: true,
    };
    expect(conversation(new Fields(sent, 'x'))).toMatchObject({
      closedReason: 'left',
      channels: [],
      counsellor: null,
      visitorLeft: true,
    });
    expect(() => conversation(new Fields({ ...sent, closed_reason: 'bored' }, 'x'))).toThrow(
      DecodeError,
    );
  });
});
