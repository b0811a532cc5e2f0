//! Writes the first screens into the pages as plain HTML, without script: the visitor's words, helplines and exit, and
//! what the frame on partners' pages says.

import type { Plugin } from 'vite';
import { ko as embedKo } from '../src/embed/words/ko.ts';
import { ko } from '../src/visitor/words/ko.ts';
import { en } from '../src/visitor/words/en.ts';
import { readHelplines } from './helplines.ts';

/** Where the exit leads: a page that anyone may have open. The script reads it from the links of the first screen. */
const exit = 'https://www.naver.com/';

const virtual = 'virtual:helplines';

/** Fills `%exit%`, `%ko:key%`, `%en:key%`, `%embed:ko:key%` and `%helplines:ko%` in the pages and offers the helplines to the scripts. */
export function firstScreen(): Plugin {
  return {
    name: 'gyeot-first-screen',
    resolveId: (id) => (id === virtual ? `\0${virtual}` : undefined),
    load: (id) =>
      id === `\0${virtual}`
        ? `export const helplines = ${JSON.stringify(
            readHelplines().map(({ number, name }) => ({ number, name })),
          )};`
        : undefined,
    transformIndexHtml: { order: 'pre', handler: (html) => fillPage(html) },
  };
}

/** Replaces the placeholders of a page; an unknown one is an error. */
export function fillPage(html: string): string {
  const words = { ko: new Map(Object.entries(ko)), en: new Map(Object.entries(en)) };
  return html
    .replaceAll('%exit%', escape(exit))
    .replace(/%helplines:(ko|en)%/g, (_, language: 'ko' | 'en') =>
      readHelplines()
        .map(({ name, number }) => {
          const label = `${escape(name[language])} <b>${escape(number)}</b>`;
          return `<li><a href="tel:${escape(number)}">${label}</a></li>`;
        })
        .join(''),
    )
    .replace(/%embed:ko:([\w.]+)%/g, (_, key: string) => {
      const text = new Map(Object.entries(embedKo)).get(key);
      if (text === undefined) throw new Error(`no words for "${key}"`);
      return escape(text);
    })
    .replace(/%(ko|en):([\w.]+)%/g, (_, language: 'ko' | 'en', key: string) => {
      const text = words[language].get(key);
      if (text === undefined) throw new Error(`no words for "${key}"`);
      return escape(text);
    });
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
