// Enter sends, Shift+Enter is a new line, and a Hangul syllable that is still being composed is neither lost nor sent twice.

/** What the rule needs of a text box. */
export type Box = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

/**
 * Calls `send` when Enter means "send".
 *
 * Browsers differ while a syllable is composed. Chrome reports Enter, ends the composition and then reports
 * Enter again; Safari ends the composition first. So an Enter within a composition is only noted, the sending
 * waits for `compositionend`, and the Enter that may follow is swallowed.
 */
export function enterSends(box: Box, send: () => void): () => void {
  let composing = false;
  let noted = false;
  let swallow = false;

  const keydown = (event: Event): void => {
    if (!isKey(event) || event.key !== 'Enter' || event.shiftKey) return;
    if (composing || event.isComposing) {
      noted = true;
      return;
    }
    event.preventDefault();
    if (swallow) swallow = false;
    else send();
  };
  const keyup = (event: Event): void => {
    if (isKey(event) && event.key === 'Enter') swallow = false;
  };
  const start = (): void => {
    composing = true;
    noted = false;
  };
  const end = (): void => {
    composing = false;
    if (!noted) return;
    noted = false;
    swallow = true;
    send();
  };
  const beforeInput = (event: Event): void => {
    if (swallow && isLineBreak(event)) event.preventDefault();
  };

  const listeners: [string, (event: Event) => void][] = [
    ['keydown', keydown],
    ['keyup', keyup],
    ['compositionstart', start],
    ['compositionend', end],
    ['beforeinput', beforeInput],
  ];
  for (const [type, listener] of listeners) box.addEventListener(type, listener);
  return () => {
    for (const [type, listener] of listeners) box.removeEventListener(type, listener);
  };
}

function isKey(event: Event): event is KeyboardEvent {
  return 'key' in event && 'isComposing' in event;
}

function isLineBreak(event: Event): boolean {
  return (
    'inputType' in event &&
    (event.inputType === 'insertLineBreak' || event.inputType === 'insertParagraph')
  );
}
