//! Every text is there in both languages, is used, and calls nobody names.

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { en as deskEn } from '../src/desk/words/en.ts';
import { ko as deskKo } from '../src/desk/words/ko.ts';
import { en as embedEn } from '../src/embed/words/en.ts';
import { ko as embedKo } from '../src/embed/words/ko.ts';
import { fill, preferredLanguage, Words } from '../src/shared/words.svelte.ts';
import { en as visitorEn } from '../src/visitor/words/en.ts';
import { roughly, words } from '../src/visitor/words/index.ts';
import { ko as visitorKo } from '../src/visitor/words/ko.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const pages: {
  page: string;
  ko: Record<string, string>;
  en: Record<string, string>;
  html: string;
}[] = [
  { page: 'visitor', ko: visitorKo, en: visitorEn, html: 'index.html' },
  { page: 'desk', ko: deskKo, en: deskEn, html: 'desk.html' },
  { page: 'embed', ko: embedKo, en: embedEn, html: 'embed.html' },
];

/** All that a page is made of, its dictionaries aside. */
function sources(page: string, html: string): string {
  const folder = `${root}/src/${page}`;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('/words'))
    .map((entry) => `${entry.parentPath}/${entry.name}`)
    .concat(`${root}/${html}`, `${folder}/words/index.ts`)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

const blanks = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe.each(pages)('the words of the $page', ({ page, ko, en, html }) => {
  it('are_the_same_keys_in_both_languages', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(ko).sort());
  });

  it('are_never_empty_and_leave_the_same_blanks', () => {
    for (const [key, text] of Object.entries(ko)) {
      const other = en[key] ?? '';
      expect(text.trim(), key).not.toBe('');
      expect(other.trim(), key).not.toBe('');
      expect(blanks(other), key).toEqual(blanks(text));
    }
  });

  it('are_korean_in_korean_and_not_in_english', () => {
    const korean = /[\u3131-\u318e\uac00-\ud7a3]/;
    // The switch says the other language's name in that language.
    const switches = /language|^common\.ko|^common\.en/;
    for (const [key, text] of Object.entries(en)) {
      if (!switches.test(key)) expect(text, key).not.toMatch(korean);
    }
  });

  it('are_all_used', () => {
    const text = sources(page, html);
    // `state.${name}` uses every key that begins with `state.`
    const stems = [...text.matchAll(/`([a-z_]+\.[a-z_]*)\$\{/g)].map(([, stem]) => stem ?? '');
    const unused = Object.keys(ko).filter((key) => {
      if (text.includes(`'${key}'`) || text.includes(`"${key}"`) || text.includes(`:${key}%`)) {
        return false;
      }
      return !stems.some((stem) => key.startsWith(stem));
    });
    expect(unused).toEqual([]);
  });

  it('call_nobody_names', () => {
    // Since 2020-11-20 Korean law calls her a victim. None of these words is about her.
    const banned = [
      'delinquen',
      'prostitut',
      'whore',
      'hooker',
      'slut',
      'promiscu',
      'runaway',
      'sex work',
      'troubled teen',
      'juvenile offender',
      '비행청소년',
      '비행소녀',
      '매춘',
      '윤락',
      '창녀',
      '매춘부',
      '몸을팔',
      '몸을판',
      '몸파는',
      '원조교제',
      '조건만남',
      '가출청소년',
      '가출소녀',
      '가출팸',
      '성매매청소년',
      '성매매여성',
      '문제아',
      '불량청소년',
      '우범',
    ];
    for (const [key, text] of [...Object.entries(ko), ...Object.entries(en)]) {
      const bare = text.toLowerCase();
      const joined = bare.replace(/\s+/g, '');
      for (const word of banned) {
        expect(bare.includes(word) || joined.includes(word), `${key}: ${word}`).toBe(false);
      }
    }
  });
});

describe('words', () => {
  it('fill_their_blanks_and_leave_unknown_ones_to_be_seen', () => {
    expect(fill('{n} of {m}, {n}', { n: 1 })).toBe('1 of {m}, 1');
    expect(fill('{name}', { name: '$&' })).toBe('$&');
  });

  it('change_with_the_language', () => {
    const both = new Words({ ko: { hello: '안녕' }, en: { hello: 'hello' } });
    expect(both.t('hello')).toBe('안녕');
    both.language = 'en';
    expect(both.t('hello')).toBe('hello');
  });

  it('are_korean_for_whoever_reads_korean', () => {
    expect(preferredLanguage(['ko-KR', 'en'])).toBe('ko');
    expect(preferredLanguage(['en', 'KO'])).toBe('ko');
    expect(preferredLanguage([])).toBe('ko');
    expect(preferredLanguage(['en-GB', 'fr'])).toBe('en');
  });

  it('promise_no_exact_wait', () => {
    words.language = 'en';
    expect([0, 59].map(roughly)).toEqual(['less than a minute', 'less than a minute']);
    expect([60, 61, 3_540].map(roughly)).toEqual(['1 min', '2 min', '59 min']);
    expect([3_600, 3_601].map(roughly)).toEqual(['1 h', '2 h']);
    words.language = 'ko';
  });
});
