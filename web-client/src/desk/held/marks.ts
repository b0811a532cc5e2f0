// A text with what was found in it set apart.

export interface Piece {
  text: string;
  found: boolean;
}

/** Cuts a text where one of `found` stands in it. The longest wins where two begin at the same place. */
export function pieces(body: string, found: readonly string[]): Piece[] {
  const sought = [...found].filter((text) => text !== '').sort((a, b) => b.length - a.length);
  const cut: Piece[] = [];
  let plain = '';
  let at = 0;
  while (at < body.length) {
    const hit = sought.find((text) => body.startsWith(text, at));
    if (hit === undefined) {
      plain += body.charAt(at);
      at += 1;
    } else {
      if (plain !== '') cut.push({ text: plain, found: false });
      plain = '';
      cut.push({ text: hit, found: true });
      at += hit.length;
    }
  }
  if (plain !== '') cut.push({ text: plain, found: false });
  return cut;
}
