//! Enter while a Hangul syllable is being composed: one message, whole, in every order that browsers have.

import { beforeEach, describe, expect, it } from 'vitest';
import { enterSends } from '../src/shared/ui/enter.ts';

class Key extends Event {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly isComposing: boolean;

  constructor(type: string, key: string, { shift = false, composing = false } = {}) {
    super(type, { cancelable: true });
    this.key = key;
    this.shiftKey = shift;
    this.isComposing = composing;
  }
}

class Input extends Event {
  readonly inputType: string;

  constructor(inputType: string) {
    super('beforeinput', { cancelable: true });
    this.inputType = inputType;
  }
}

let box: EventTarget;
let sent: string[];
let text: string;
let stop: () => void;

const fire = (event: Event): Event => {
  box.dispatchEvent(event);
  return event;
};
const enter = (options = {}): Event => fire(new Key('keydown', 'Enter', options));
const released = (): Event => fire(new Key('keyup', 'Enter'));

beforeEach(() => {
  box = new EventTarget();
  sent = [];
  text = '안녕';
  stop = enterSends(box, () => {
    if (text !== '') sent.push(text);
    text = '';
  });
});

describe('enter', () => {
  it('sends_and_leaves_no_new_line', () => {
    expect(enter().defaultPrevented).toBe(true);
    expect(sent).toEqual(['안녕']);
  });

  it('with_shift_is_a_new_line', () => {
    expect(enter({ shift: true }).defaultPrevented).toBe(false);
    expect(sent).toEqual([]);
  });

  it('is_the_only_key_that_sends', () => {
    fire(new Key('keydown', 'a'));
    expect(sent).toEqual([]);
  });

  it('does_nothing_once_the_box_is_gone', () => {
    stop();
    enter();
    expect(sent).toEqual([]);
  });
});

describe('a syllable that is being composed', () => {
  it('is_sent_whole_and_once_where_enter_comes_before_and_after_its_end', () => {
    // Chrome on Windows and macOS: keydown while composing, the end, and keydown once more.
    fire(new Event('compositionstart'));
    enter({ composing: true });
    expect(sent).toEqual([]);
    text = '안녕하';
    fire(new Event('compositionend'));
    expect(sent).toEqual(['안녕하']);
    text = '';
    expect(enter().defaultPrevented).toBe(true);
    released();
    expect(sent).toEqual(['안녕하']);
  });

  it('is_sent_once_where_enter_comes_only_before_its_end', () => {
    fire(new Event('compositionstart'));
    enter({ composing: true });
    fire(new Event('compositionend'));
    released();
    text = '둘째';
    enter();
    expect(sent).toEqual(['안녕', '둘째']);
  });

  it('is_sent_once_where_its_end_comes_first', () => {
    // Safari: the end, and then keydown.
    fire(new Event('compositionstart'));
    fire(new Event('compositionend'));
    expect(sent).toEqual([]);
    enter();
    released();
    expect(sent).toEqual(['안녕']);
  });

  it('leaves_no_line_break_behind', () => {
    fire(new Event('compositionstart'));
    enter({ composing: true });
    fire(new Event('compositionend'));
    expect(fire(new Input('insertLineBreak')).defaultPrevented).toBe(true);
    released();
    expect(fire(new Input('insertLineBreak')).defaultPrevented).toBe(false);
    expect(fire(new Input('insertText')).defaultPrevented).toBe(false);
  });

  it('is_not_sent_when_it_ends_without_enter', () => {
    fire(new Event('compositionstart'));
    fire(new Key('keydown', 'Process', { composing: true }));
    fire(new Event('compositionend'));
    expect(sent).toEqual([]);
  });

  it('takes_shift_and_enter_as_a_new_line', () => {
    fire(new Event('compositionstart'));
    enter({ composing: true, shift: true });
    fire(new Event('compositionend'));
    expect(sent).toEqual([]);
  });
});
