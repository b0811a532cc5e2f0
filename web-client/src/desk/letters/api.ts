// The HTTP calls of letters: messages that were left to be answered later.

import type { Letter } from '../../shared/care-types.ts';
import type { Fields } from '../../shared/decode.ts';
import { call, type Answer } from '../../shared/http.ts';
import type { Conversation } from '../../shared/types.ts';
import { conversation, language, page } from '../../shared/wire.ts';
import type { LetterList } from './letters.svelte.ts';

function letter(fields: Fields): Letter {
  return {
    conversation: fields.string('conversation'),
    label: fields.string('label'),
    language: language(fields),
    risk: fields.integer('risk'),
    leftAt: fields.string('left_at'),
    lines: fields.integer('lines'),
    forMe: fields.boolean('for_me'),
    counsellor: fields.maybe('counsellor', (f, key) => f.string(key)),
  };
}

export function fetchLetters(): Promise<Answer<LetterList>> {
  return call({
    method: 'GET',
    path: '/letters',
    decode: (fields) => {
      const { items } = page(letter)(fields);
      return { items, total: fields.maybe('total', (f, key) => f.integer(key)) ?? items.length };
    },
  });
}

export function openLetter(id: string): Promise<Answer<Conversation>> {
  return call({ method: 'POST', path: `/letters/${id}/open`, decode: conversation });
}

/** Her answer is written: she who left it finds it with her code. */
export function answeredLetter(id: string): Promise<Answer<Conversation>> {
  return call({ method: 'POST', path: `/letters/${id}/answered`, decode: conversation });
}
