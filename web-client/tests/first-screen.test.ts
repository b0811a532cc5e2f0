//! The first screen without script, the helplines in it, and the one place that says where the exit leads.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fillPage } from '../build/first-screen.ts';
import { parseHelplines, readHelplines } from '../build/helplines.ts';
import { en } from '../src/visitor/words/en.ts';
import { ko } from '../src/visitor/words/ko.ts';

const source = (name: string): string =>
  readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');
const page = fillPage(source('index.html'));

describe('the first screen', () => {
  it('has_every_helpline_in_both_languages', () => {
    for (const { number, name } of readHelplines()) {
      expect(page.split(`href="tel:${number}"`)).toHaveLength(3);
      expect(page).toContain(name.ko);
      expect(page).toContain(name.en);
    }
  });

  it('has_an_exit_in_the_bar_and_right_after_the_skip_link_that_lead_to_the_same_page', () => {
    const links = [...page.matchAll(/href="([^"]+)"[^>]*data-exit/g)].map(([, href]) => href);
    expect(links).toEqual(['https://www.naver.com/', 'https://www.naver.com/']);
    expect(page.indexOf('data-exit')).toBeGreaterThan(page.indexOf('href="#main"'));
  });

  it('says_in_both_languages_why_it_cannot_talk_without_script', () => {
    const without = [...page.matchAll(/<noscript>([^]*?)<\/noscript>/g)]
      .map(([, text]) => text)
      .join();
    expect(without).toContain(ko['page.no_script']);
    expect(without).toContain(en['page.no_script']);
  });

  it('leaves_no_placeholder_and_refuses_an_unknown_one', () => {
    expect(page).not.toMatch(/%[a-z]+[:%]/);
    expect(() => fillPage('%ko:no.such%')).toThrow('no words');
  });

  it('has_no_inline_code_no_inline_style_and_no_address_but_the_exit', () => {
    expect(page).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(page).not.toMatch(/\s(style|on\w+)=/);
    expect(page).not.toContain('<style');
    const outside = [...page.matchAll(/https?:\/\/[^"\s]+/g)].map(([url]) => url);
    expect(new Set(outside)).toEqual(new Set(['https://www.naver.com/']));
  });

  it('has_a_title_that_says_nothing', () => {
    expect(page).toContain(`<title>${ko['page.title']}</title>`);
    expect(page.slice(0, page.indexOf('</head>'))).not.toMatch(/상담|곁|gyeot|counsel/i);
  });

  it('says_the_exit_in_no_other_file', () => {
    const folder = new URL('../src/visitor/', import.meta.url);
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (/\.(ts|svelte)$/.test(name))
        expect(source(`src/visitor/${name}`), name).not.toMatch(/https?:/);
    }
  });
});

describe('the file of helplines', () => {
  it('has_the_numbers_that_must_not_be_missing', () => {
    const numbers = readHelplines().map(({ number }) => number);
    for (const number of ['1388', '1366', '117', '112']) expect(numbers).toContain(number);
  });

  it('was_checked_within_400_days', () => {
    for (const { number, verifiedOn } of readHelplines()) {
      const age = (Date.now() - Date.parse(verifiedOn)) / 86_400_000;
      expect(age, number).toBeLessThan(400);
    }
  });

  it('is_refused_where_it_cannot_be_read', () => {
    const good =
      '[[helpline]]\nnumber = "1"\nname.ko = "a"\nname.en = "b"\nverified_on = 2026-01-01\n';
    expect(parseHelplines(good)).toHaveLength(1);
    expect(() => parseHelplines(good.replace('number = "1"\n', ''))).toThrow('number is missing');
    expect(() => parseHelplines(`${good}what is this`)).toThrow('line 6');
    expect(() => parseHelplines('number = "1"')).toThrow('line 1');
  });
});
