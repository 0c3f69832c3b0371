/** Types of callers: a program with its key, a rep, or a user who is not a rep. */
export const CALLER_TYPES = ['key', 'rep', 'user'] as const;
export type CallerType = (typeof CALLER_TYPES)[number];

/** The author of an action: a caller, or the engine by one of its rules. */
export type Actor =
  | { readonly type: CallerType; readonly id: string }
  | { readonly type: 'system'; readonly rule: string };

/** Whether it is a program, and no person. */
export function isProgram({ type }: Actor): boolean {
  return type === 'key' || type === 'system';
}

export function system(rule: string): Actor {
  return { type: 'system', rule };
}
