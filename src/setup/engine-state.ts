import { MS_PER_MINUTE, MS_PER_SECOND } from '../platform/values/duration.js';

/** After this time without a step, clocks are enforced late. */
const STILL_MS = 15 * MS_PER_SECOND;
/**
 * Longer than any step: each statement times out after seconds, and a failure ends the step. Without a database the
 * engine fails every few seconds; a restart would not help then.
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

export interface NodeState {
  readonly isStopping: boolean;
  readonly hasDatabase: boolean;
  readonly engine: EngineState;
  readonly isLoopHeld: boolean;
  readonly isDiskFull: boolean;
}

/** Returns whether a node accepts requests, and why not. `stopping` precedes `unavailable`, because it is final. */
export function nodeReadiness({ isStopping, hasDatabase, engine, isLoopHeld, isDiskFull }: NodeState) {
  const parts = {
    database: hasDatabase ? 'ok' : 'unreachable',
    engine: engine === 'ok' ? 'ok' : 'still',
    eventLoop: isLoopHeld ? 'held' : 'ok',
    disk: isDiskFull ? 'full' : 'ok',
  } as const;
  const isWell = Object.values(parts).every((part) => part === 'ok');
  const status = isStopping ? ('stopping' as const) : isWell ? ('ok' as const) : ('unavailable' as const);
  return { status, ...parts };
}
