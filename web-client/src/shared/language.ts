// Which language to show, and values put into its texts. Without Svelte, for pages that do without it.

import type { Language } from './types.ts';

export type Values = Record<string, string | number>;

/** Puts values where the text says `{name}`. */
export function fill(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Korean for whoever reads Korean, English for the rest. */
export function preferredLanguage(languages: readonly string[]): Language {
  return languages.some((one) => one.toLowerCase().startsWith('ko')) || languages.length === 0
    ? 'ko'
    : 'en';
}
