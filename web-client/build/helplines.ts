//! Reads `assets/helplines.toml` at build time, so that the first screen carries the numbers without script.

import { readFileSync } from 'node:fs';

/** A number anyone can call. */
export interface Helpline {
  number: string;
  name: { ko: string; en: string };
  /** The day somebody last checked the number with its operator, `YYYY-MM-DD`. */
  verifiedOn: string;
}

const file = new URL('../../assets/helplines.toml', import.meta.url);

/** The helplines of the file, in its order. */
export function readHelplines(): Helpline[] {
  return parseHelplines(readFileSync(file, 'utf8'));
}

/**
 * Parses the small part of TOML that the file uses: tables of one array, strings and dates.
 * A line it does not understand is an error, never skipped: a lost number could cost a life.
 */
export function parseHelplines(text: string): Helpline[] {
  const entries: Map<string, string>[] = [];
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    if (line === '[[helpline]]') {
      entries.push(new Map());
      continue;
    }
    const [, key, quoted, date] =
      /^([a-z_.]+)\s*=\s*(?:"([^"\\]*)"|(\d{4}-\d{2}-\d{2}))$/.exec(line) ?? [];
    const entry = entries.at(-1);
    if (key === undefined || entry === undefined) {
      throw new Error(`helplines.toml, line ${index + 1}: cannot read "${line}"`);
    }
    entry.set(key, quoted ?? date ?? '');
  }
  return entries.map((entry, index) => {
    const field = (key: string): string => {
      const value = entry.get(key);
      if (!value) throw new Error(`helplines.toml, entry ${index + 1}: ${key} is missing`);
      return value;
    };
    return {
      number: field('number'),
      name: { ko: field('name.ko'), en: field('name.en') },
      verifiedOn: field('verified_on'),
    };
  });
}
