import { MS_PER_MINUTE, MS_PER_SECOND } from '../platform/duration.js';

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

/** A node as it is now. */
export interface NodeState {
  readonly isStopping: boolean;
  /** Whether the database answers. */
  readonly hasDatabase: boolean;
  readonly engine: EngineState;
  readonly isLoopHeld: boolean;
  readonly isDiskFull: boolean;
}

/** Whether a node takes requests, and what keeps it from that. `stopping` comes before `unavailable`: it will not get well. */
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
