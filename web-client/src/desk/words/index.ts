// The words of the desk.

import { Words } from '../../shared/words.svelte.ts';
import { en } from './en.ts';
import { ko, type Key } from './ko.ts';

export const words: Words<Key> = new Words({ ko, en });
