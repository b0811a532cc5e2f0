// What the frame on a partner's page says, in English.

import type { Key } from './ko.ts';

export const en: Record<Key, string> = {
  'page.title': 'Notes',
  'page.heading': 'Whatever it is, a peer will listen',
  'page.who': 'A trained peer counsellor answers. No name, no phone number, no cost.',
  'page.go': 'Go and talk',
  'page.new_tab': 'Opens in a new tab. This site cannot see what you say there.',

  'now.looking': 'Looking whether somebody can listen now…',
  'now.listening': 'People listening now: {n}. The wait is about {wait}.',
  'now.alone': 'Nobody is here right now. You can leave a message and wait.',
  'now.closed': 'Nobody can listen right now',
  'now.unknown': 'There may be a short wait',

  'wait.minutes': '{n} min',
  'wait.hours': '{n} h',
};
