// The frame on a partner's page: says who answers and how long it takes, and leads to our own page. No talk runs in it.

import { call } from '../shared/http.ts';
import { preferredLanguage } from '../shared/language.ts';
import { status } from '../shared/wire.ts';
import { door, now } from './now.ts';
import { word } from './words/index.ts';

const language = preferredLanguage(navigator.languages);
document.documentElement.lang = language;
document.title = word(language, 'page.title');

const set = (id: string, text: string): void => {
  const element = document.getElementById(id);
  if (element !== null) element.textContent = text;
};
set('heading', word(language, 'page.heading'));
set('who', word(language, 'page.who'));
set('go', word(language, 'page.go'));
set('tab', word(language, 'page.new_tab'));
set('now', word(language, 'now.looking'));
document.getElementById('go')?.setAttribute('href', door(location.search));

void call({ method: 'GET', path: '/status', decode: status }).then((answer) => {
  set('now', now(language, answer));
});
