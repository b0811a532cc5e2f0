//! The frame on partners' pages: what it says of this moment, and where it leads.

import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { fillPage } from '../build/first-screen.ts';
import { door, now } from '../src/embed/now.ts';
import type { Answer } from '../src/shared/http.ts';
import type { Status } from '../src/shared/types.ts';

const said = (status: Partial<Status>): Answer<Status> => ({
  ok: true,
  value: {
    open: true,
    waiting: 0,
    estimatedWaitSeconds: 90,
    opensAt: null,
    onDuty: 2,
    challenge: false,
    ...status,
  },
});
const failed: Answer<Status> = {
  ok: false,
  problem: { code: 'offline', field: null, retryAfter: null, secondFactorRequired: false },
};

describe('the frame', () => {
  it('says_who_listens_and_how_long_it_takes', () => {
    expect(now('ko', said({}))).toBe('지금 2명이 듣고 있어요. 2분쯤 기다려요.');
    expect(now('en', said({ estimatedWaitSeconds: 7_200 }))).toContain('about 2 h');
    expect(now('en', said({ estimatedWaitSeconds: 0 }))).toContain('about 1 min');
  });

  it('promises_nobody_who_is_not_there', () => {
    expect(now('ko', said({ onDuty: 0 }))).toContain('아무도 없어요');
    expect(now('en', said({ open: false }))).toBe('Nobody can listen right now');
    for (const answer of [failed, said({ estimatedWaitSeconds: null })]) {
      expect(now('en', answer)).toBe('There may be a short wait');
    }
  });

  it('leads_to_our_page_with_its_code_and_nothing_else', () => {
    expect(door('?o=bcdf2345')).toBe('/?o=bcdf2345');
    for (const search of ['', '?o=', '?o=a%26x=1', '?o=//evil.example', `?o=${'a'.repeat(65)}`]) {
      expect(door(search), search).toBe('/');
    }
  });

  it('is_whole_without_script_and_has_no_inline_code', () => {
    const source = readFileSync(new URL('../embed.html', import.meta.url), 'utf8');
    const page = fillPage(source);
    expect(page).not.toMatch(/%[a-z]+[:%]/);
    expect(page).toContain('훈련받은 또래 상담사가 답해요');
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(page).not.toMatch(/\s(style|on\w+)=/);
    expect(page).toMatch(/target="_blank"\s+rel="noopener noreferrer"/);
    expect(() => fillPage('%embed:ko:no.such%')).toThrow('no words');
  });
});
