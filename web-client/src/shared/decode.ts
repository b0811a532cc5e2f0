// Turns what came over the wire into types, or says where it did not fit. Nothing else trusts the network.

/** The wire sent something that the protocol does not allow. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/** Makes a `T` of a JSON value, or throws [`DecodeError`]. */
export type Decode<T> = (value: unknown, where: string) => T;

/** One JSON object, read field by field. An absent field counts as null. */
export class Fields {
  private readonly value: object;
  private readonly where: string;

  constructor(value: unknown, where: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new DecodeError(`${where}: not an object`);
    }
    this.value = value;
    this.where = where;
  }

  string(key: string): string {
    const value = this.get(key);
    return typeof value === 'string' ? value : this.fail(key, 'a text');
  }

  integer(key: string): number {
    const value = this.get(key);
    return typeof value === 'number' && Number.isSafeInteger(value)
      ? value
      : this.fail(key, 'an integer');
  }

  boolean(key: string): boolean {
    const value = this.get(key);
    return typeof value === 'boolean' ? value : this.fail(key, 'true or false');
  }

  oneOf<const T extends string>(key: string, allowed: readonly T[]): T {
    const value = this.get(key);
    return allowed.find((one) => one === value) ?? this.fail(key, allowed.join(' or '));
  }

  object<T>(key: string, decode: (fields: Fields) => T): T {
    return decode(new Fields(this.get(key), `${this.where}.${key}`));
  }

  list<T>(key: string, decode: Decode<T>): T[] {
    const value: unknown = this.get(key);
    if (!Array.isArray(value)) return this.fail(key, 'a list');
    return value.map((item: unknown, index) => decode(item, `${this.where}.${key}[${index}]`));
  }

  /** The whole object as it came, to be kept in a file. */
  asText(): string {
    return JSON.stringify(this.value, null, 2);
  }

  /** Null where the field is null or absent, otherwise what `read` makes of it. */
  maybe<T>(key: string, read: (fields: this, key: string) => T): T | null {
    const value = this.get(key);
    return value === null || value === undefined ? null : read(this, key);
  }

  private get(key: string): unknown {
    const value: unknown = Reflect.get(this.value, key);
    return value;
  }

  private fail(key: string, wanted: string): never {
    throw new DecodeError(`${this.where}.${key}: not ${wanted}`);
  }
}

/** A decoder of an object out of a function that reads its fields. */
export const object =
  <T>(read: (fields: Fields) => T): Decode<T> =>
  (value, where) =>
    read(new Fields(value, where));

/** A list item that is a text. */
export const text: Decode<string> = (value, where) => {
  if (typeof value !== 'string') throw new DecodeError(`${where}: not a text`);
  return value;
};

/** For the `default` of a switch over a union: the compiler proves that it is never reached. */
export function never(value: never): never {
  throw new Error(`not a case: ${JSON.stringify(value)}`);
}
