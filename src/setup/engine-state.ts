import { MS_PER_MINUTE, MS_PER_SECOND } from '../platform/instant.js';

/** Longer without a step, and what falls due is late. */
const STILL_MS = 15 * MS_PER_SECOND;
/**
 * Longer than any step: each of its statements is given up after seconds, and a failure ends it. Without a database the
 * engine fails every few seconds, and a restart would only fail as well.
 */
const STUCK_MS = 5 * MS_PER_MINUTE;

export type EngineState = 'ok' | 'still' | 'stuck';

/**
 * @param idleMs since the last step
 * @param silentMs since the last step or failure
 */
export function engineState({ idleMs, silentMs }: { idleMs: number; silentMs: number }): EngineState {
  if (silentMs > STUCK_MS) return 'stuck';
  return idleMs > STILL_MS ? 'still' : 'ok';
}
