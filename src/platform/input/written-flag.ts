const YES = ['true', 'yes', 'y', '1', 'on', 'x', 'ja', 'oui', 'si', 'sí', 'granted'];
const NO = ['false', 'no', 'n', '0', 'off', 'nein', 'non', 'denied'];
const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ...YES.map((word) => [word, true] as const),
  ...NO.map((word) => [word, false] as const),
]);

/** Reads yes or no as people, forms and tools write it. @returns undefined if a text says neither */
export function flagWritten(text: string): boolean | undefined {
  return FLAGS.get(text.trim().toLowerCase());
}
