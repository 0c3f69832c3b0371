/** What was deleted was called so last, each under its `formerKey`. */
export type FormerNames = ReadonlyMap<string, string>;

/** @param key its id, or the code of a reason */
export function formerKey(kind: string, key: string): string {
  return `${kind} ${key}`;
}
