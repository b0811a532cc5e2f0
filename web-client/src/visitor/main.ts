// The visitor page: makes the exit work first, then takes over the first screen.

// First of all: a code in the address is taken out of it.
import './outreach.ts';
import { mount } from 'svelte';
import { preferredLanguage } from '../shared/words.svelte.ts';
import { followViewport } from '../shared/ui/viewport.ts';
import App from './App.svelte';
import { watchExit } from './exit.ts';
import { announcer } from './announce.svelte.ts';
import { neutralPage } from './neutral.ts';
import { visit } from './visit.svelte.ts';
import { words } from './words/index.ts';

watchExit(
  { abandon: () => visit.abandon(), token: () => visit.currentToken() },
  neutralPage,
  (left) => {
    announcer.exitPressesLeft = left;
  },
);

words.language = preferredLanguage(navigator.languages);
followViewport();
visit.begin();

const page = document.getElementById('page');
if (page !== null) {
  page.replaceChildren();
  mount(App, { target: page });
}
