import { unite } from '../calendar/claims.js';
import type { Row } from '../platform/sql/table.js';
import type { CallerType } from '../platform/values/actor.js';
import type { Instant, Interval } from '../platform/values/duration.js';
import type { SubjectField } from '../vocabulary/subject.table.js';
import type { SubjectRef } from '../vocabulary/subjects.js';
import type { Clock } from './clock.js';
import type { PAUSE } from './clock.table.js';
import { rulesOf } from './kinds.js';

/** Who pauses: a person or program, or a condition of the policy. */
export const PAUSE_KINDS = ['hand', 'condition'] as const;
export type PauseKind = (typeof PAUSE_KINDS)[number];

/** A time in which promises about a subject are paused. */
export interface Pause extends SubjectRef, Omit<Row<typeof PAUSE>, SubjectField | 'actorType' | 'actorId'> {
  /** The rep or the API key that made it; null for a condition. */
  readonly madeBy: { readonly type: CallerType; readonly id: string } | null;
}

/** Whether a clock is paused, since when and until when. */
type PauseState = Pick<Clock, 'pausedAt' | 'resumesAt'>;

const NEVER: Instant = Number.POSITIVE_INFINITY;
const NONE: readonly Interval[] = [];
const TICKING: PauseState = { pausedAt: null, resumesAt: null };

/**
 * The pauses of a clock, among those of its subject. A pause by hand stops what the owner owes; the company's promise
 * to the lead runs on. A condition of the policy stops all that the policy promises.
 */
export function pausesOf(clock: Pick<Clock, 'kind' | 'cycle'>, pauses: readonly Pause[]): readonly Interval[] {
  if (pauses.length === 0) return NONE;
  return pauses
    .filter((pause) => pause.cycle === clock.cycle && stops(pause, clock))
    .map(({ fromAt, untilAt }) => ({ from: fromAt, to: untilAt ?? NEVER }));
}

/**
 * Returns whether a clock is paused at an instant, since when and until when. @param pauses of the clock (`pausesOf`)
 */
export function pauseStateAt(
  { startedAt }: Pick<Clock, 'startedAt'>,
  pauses: readonly Interval[],
  now: Instant,
): PauseState {
  if (pauses.length === 0) return TICKING;
  const pause = unite(pauses).find(({ from, to }) => from <= now && now < to);
  if (pause === undefined) return TICKING;
  return { pausedAt: Math.max(pause.from, startedAt), resumesAt: pause.to === NEVER ? null : pause.to };
}

/** Returns the pause of a clock at an instant. A pause by hand comes before one by a condition. */
export function pauseAt(
  clock: Pick<Clock, 'kind' | 'cycle'>,
  pauses: readonly Pause[],
  now: Instant,
): Pause | undefined {
  return presentOf(
    pauses.filter((pause) => stops(pause, clock)),
    clock.cycle,
    now,
  );
}

/** Returns the pause of a cycle at an instant. A pause by hand comes before one by a condition. */
export function presentOf(pauses: readonly Pause[], cycle: number, now: Instant): Pause | undefined {
  const running = pauses.filter((pause) => pause.cycle === cycle && isRunning(pause, now));
  return running.find(({ kind }) => kind === 'hand') ?? running[0];
}

export function isRunning({ fromAt, untilAt }: Pick<Pause, 'fromAt' | 'untilAt'>, now: Instant): boolean {
  return fromAt <= now && (untilAt === null || now < untilAt);
}

function stops({ kind }: Pause, clock: Pick<Clock, 'kind'>): boolean {
  const { owedBy } = rulesOf(clock);
  return kind === 'hand' ? owedBy === 'owner' : owedBy !== null;
}
