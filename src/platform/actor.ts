/** Somebody who asks: a program by its key, a rep, or a user who is no rep. */
export const CALLER_TYPES = ['key', 'rep', 'user'] as const;
export type CallerType = (typeof CALLER_TYPES)[number];

/** Who did something: somebody who asked, or the engine by one of its rules. */
export type Actor =
  | { readonly type: CallerType; readonly id: string }
  | { readonly type: 'system'; readonly rule: string };

export function system(rule: string): Actor {
  return { type: 'system', rule };
}
