// Whether she has the words for coming back: how she spaces or capitalises them does not matter.

/** The words as the server is asked for them: one space between, one form of each Hangul syllable. */
export function tidyWords(text: string): string {
  return text
    .normalize('NFC')
    .trim()
    .split(/[\s,·-]+/)
    .filter(Boolean)
    .join(' ');
}

export function sameWords(a: string, b: string): boolean {
  return tidyWords(a).toLowerCase() === tidyWords(b).toLowerCase();
}
