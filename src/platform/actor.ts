/** Who did something: a key, a rep through a key of theirs, or the engine by one of its rules. */
export type Actor =
  | { readonly type: 'key'; readonly id: string }
  | { readonly type: 'rep'; readonly id: string }
  | { readonly type: 'system'; readonly rule: string };

export function system(rule: string): Actor {
  return { type: 'system', rule };
}
