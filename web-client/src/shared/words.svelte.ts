// Words in the reader's language. Every text is a typed key in both dictionaries.

import type { Language } from './types.ts';
import { fill, type Values } from './language.ts';

export { fill, preferredLanguage, type Values } from './language.ts';

/** The words of one page, and the language they are shown in. */
export class Words<Key extends string> {
  language = $state<Language>('ko');
  private readonly texts: Record<Language, Record<Key, string>>;

  constructor(texts: Record<Language, Record<Key, string>>) {
    this.texts = texts;
  }

  readonly t = (key: Key, values: Values = {}): string =>
    fill(this.texts[this.language][key], values);

  /** The time of day, as people write it. */
  readonly time = (at: string): string =>
    new Intl.DateTimeFormat(this.language, { hour: 'numeric', minute: '2-digit' }).format(
      new Date(at),
    );

  /** The day, as people write it. */
  readonly day = (at: string): string =>
    new Intl.DateTimeFormat(this.language, {
      month: 'long',
      day: 'numeric',
      weekday: 'long',
    }).format(new Date(at));
}
