// The proof of work (ALTCHA v1): find the number whose SHA-256, behind the salt, is the one that was asked for.

/** What there is to find. */
export interface Riddle {
  /** The SHA-256 of salt and number, in hexadecimal. */
  challenge: string;
  salt: string;
  /** The number is from 0 to this one. */
  maxNumber: number;
}

/** So many are tried before anything else may run: some milliseconds on a cheap phone. */
export const slice = 250;

/** More than a phone can do while somebody waits: such a riddle is not even begun. */
export const most = 10_000_000;

/**
 * Finds the number, slice by slice; `pause` runs between two of them. Null where there is none, where
 * `stopped` says so, or where the riddle cannot be worked on.
 */
export async function solve(
  { challenge, salt, maxNumber }: Riddle,
  pause: () => Promise<void>,
  stopped: () => boolean = () => false,
): Promise<number | null> {
  const wanted = bytes(challenge);
  if (wanted === null || maxNumber > most) return null;
  const encoder = new TextEncoder();
  for (let first = 0; first <= maxNumber; first += slice) {
    if (stopped()) return null;
    const numbers = Array.from(
      { length: Math.min(slice, maxNumber - first + 1) },
      (_, index) => first + index,
    );
    const hashes = await Promise.all(
      numbers.map((number) => crypto.subtle.digest('SHA-256', encoder.encode(`${salt}${number}`))),
    );
    const found = numbers.find((_, index) => same(hashes[index], wanted));
    if (found !== undefined) return found;
    await pause();
  }
  return null;
}

function same(hash: ArrayBuffer | undefined, wanted: Uint8Array): boolean {
  if (hash === undefined) return false;
  const got = new Uint8Array(hash);
  return got.every((byte, index) => byte === wanted[index]);
}

/** The 32 bytes that a SHA-256 in hexadecimal stands for. */
function bytes(hex: string): Uint8Array | null {
  if (!/^[0-9a-f]{64}$/i.test(hex)) return null;
  return Uint8Array.from({ length: 32 }, (_, index) =>
    Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  );
}
