// The key that a browser subscribes to pushes with.

/** A key out of its base64url, as `PushManager.subscribe` takes it. */
export function keyBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

/** Whether a subscription was made with this key. */
export function isSameKey(made: ArrayBuffer | null, key: Uint8Array): boolean {
  if (made === null || made.byteLength !== key.byteLength) return false;
  return new Uint8Array(made).every((byte, index) => byte === key[index]);
}
