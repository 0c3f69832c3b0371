import { MS_PER_MINUTE } from '../platform/instant.js';

/** How long work that fails for a reason of its own rests, so that all other work goes on meanwhile. */
export const SET_ASIDE_MS = MS_PER_MINUTE;

/** What the log says of it. */
export function whyOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : 'something that is no error was thrown';
}
