declare module 'virtual:helplines' {
  /** The numbers of `assets/helplines.toml`, as built into the page. */
  export const helplines: readonly { number: string; name: { ko: string; en: string } }[];
}
