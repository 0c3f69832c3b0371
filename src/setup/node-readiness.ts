import type { EngineState } from './engine-state.js';

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
