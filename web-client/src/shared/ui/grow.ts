// Lets a text box grow with its text where `field-sizing` is not known.

/** Attach with `{@attach grow(() => text)}`: runs again whenever the text is another. */
export function grow(text: () => string): (box: HTMLTextAreaElement) => void {
  return (box) => {
    text();
    if (CSS.supports('field-sizing', 'content')) return;
    box.style.height = 'auto';
    box.style.height = `${box.scrollHeight + 2}px`;
  };
}
