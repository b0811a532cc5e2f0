// The HTTP calls of figures for those who answer for the service.

import type { SurveyMonth } from '../../shared/care-types.ts';
import type { Fields } from '../../shared/decode.ts';
import { call, type Answer } from '../../shared/http.ts';
import { language, page } from '../../shared/wire.ts';

const count = (fields: Fields, key: string): number | null =>
  fields.maybe(key, (f, name) => f.integer(name));

function month(fields: Fields): SurveyMonth {
  return {
    month: fields.string('month'),
    language: language(fields),
    answered: count(fields, 'answered'),
    helped: fields.object('helped', (f) => ({
      yes: count(f, 'yes'),
      some: count(f, 'some'),
      no: count(f, 'no'),
    })),
    safer: fields.object('safer', (f) => ({
      yes: count(f, 'yes'),
      same: count(f, 'same'),
      no: count(f, 'no'),
    })),
  };
}

export function fetchSurvey(): Promise<Answer<SurveyMonth[]>> {
  return call({
    method: 'GET',
    path: '/insights/survey',
    decode: (fields) => page(month)(fields).items,
  });
}
