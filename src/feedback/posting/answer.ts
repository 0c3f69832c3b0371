import { MS_PER_HOUR, MS_PER_MINUTE } from '../../platform/duration.js';

/** What a platform answered. */
export interface AnsweredRequest {
  /** Null where none came in time. */
  readonly status: number | null;
  /** Parsed; undefined where there is none. */
  readonly body: unknown;
  /** How many deliveries the body of the request had. */
  readonly deliveries: number;
}

/** What is to be done about a delivery that was not simply taken. */
export type FailureVerdict =
  /** A success of an adjustment, and where an earlier attempt may have left; else somebody else has told of it: an alarm. */
  | { readonly is: 'alreadyThere' }
  /** Something newer stands there. */
  | { readonly is: 'superseded' }
  /** Again, not before a pause; it has failed once it has been tried for so long (null: as long as its window is open). */
  | { readonly is: 'later'; readonly pauseMs: number; readonly giveUpAfterMs: number | null }
  /** Never. What is expected now and then is no alarm. */
  | { readonly is: 'terminal'; readonly isExpected: boolean }
  /** Nothing of this account is taken before a person has changed something. */
  | { readonly is: 'accountBroken' }
  /** A fault of this program. */
  | { readonly is: 'ours' };

export interface Failure {
  readonly code: string;
  readonly verdict: FailureVerdict;
  /** What was said of this delivery, where the answer says something of each. */
  readonly message?: string;
}

export type RequestJudgement =
  /** Each was looked at by itself: whatever is not named was taken. */
  | { readonly of: 'each'; readonly failed: ReadonlyMap<number, Failure> }
  /** Nothing was taken because of some: the others go again without them. Where none is named, in halves. */
  | { readonly of: 'culprits'; readonly code: string; readonly failed: ReadonlyMap<number, Failure> }
  /** The same for all. */
  | ({ readonly of: 'all' } & Failure);

/** What a platform says of a request later, where a success proves nothing. */
export type Diagnosis =
  | { readonly is: 'processing' }
  /** `failed` by the places of the events; `unplaced` counts those whose place is not said. */
  | {
      readonly is: 'done';
      readonly failed: ReadonlyMap<number, Failure>;
      readonly unplaced: ReadonlyMap<string, number>;
    };

export const ALREADY_THERE = { is: 'alreadyThere' } as const;
export const SUPERSEDED = { is: 'superseded' } as const;
export const TERMINAL = { is: 'terminal', isExpected: false } as const;
export const EXPECTED_MISS = { is: 'terminal', isExpected: true } as const;
export const ACCOUNT_BROKEN = { is: 'accountBroken' } as const;
export const OURS = { is: 'ours' } as const;
export const SOON = { is: 'later', pauseMs: MS_PER_MINUTE, giveUpAfterMs: null } as const;
export const IN_SIX_HOURS = { is: 'later', pauseMs: 6 * MS_PER_HOUR, giveUpAfterMs: null } as const;

/** None came, or none that can be read. */
export const NO_ANSWER = 'noAnswer';

export const TAKEN: RequestJudgement = { of: 'each', failed: new Map() };

/** Of an answer that every program gives alike: it is busy, or does not know us. Null where it says more. */
export function judgeStatus({ status }: AnsweredRequest): RequestJudgement | null {
  const code = status === null ? NO_ANSWER : `http${status}`;
  const verdict = verdictOfStatus(code);
  return verdict === null ? null : { of: 'all', code, verdict };
}

/** What is reported where the platform said nothing of its own: that it said nothing, or its status, as `http503`. */
function verdictOfStatus(code: string): FailureVerdict | null {
  const status = statusIn(code);
  if (code === NO_ANSWER || status === 408 || status === 423 || status === 429 || status >= 500) return SOON;
  return status === 401 || status === 403 ? ACCOUNT_BROKEN : null;
}

/** Whether something may have been taken of which that was said. */
export function isInDoubt(code: string): boolean {
  return code === NO_ANSWER || statusIn(code) >= 500;
}

function statusIn(code: string): number {
  return Number(/^http(\d{3})$/.exec(code)?.[1] ?? 0);
}

/** A request that was refused whole: those that the answer names are at fault; of a single one it is that one. */
export function judgeRefused(
  { deliveries }: AnsweredRequest,
  code: string,
  named: readonly number[],
  verdict: FailureVerdict,
): RequestJudgement {
  const culprits = deliveries === 1 ? [0] : named.filter((index) => index < deliveries);
  return { of: 'culprits', code, failed: new Map(culprits.map((index) => [index, { code, verdict }])) };
}

/** Of an answer that is no success, by its status and the places that it names. */
export function judgeFailure(answer: AnsweredRequest, named: readonly number[] = []): RequestJudgement {
  return judgeStatus(answer) ?? judgeRefused(answer, `http${answer.status}`, named, TERMINAL);
}

export function isSuccess({ status }: Pick<AnsweredRequest, 'status'>): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** A field of what was parsed, whatever that is. */
export function part(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (found, name) =>
      typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[name] : undefined,
    value,
  );
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textFrom(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Verdicts by their codes; a code that this version does not know is final, and an alarm. */
export function verdictBy(table: Readonly<Record<string, FailureVerdict>>): (code: string) => FailureVerdict {
  return (code) => (Object.hasOwn(table, code) ? table[code]! : (verdictOfStatus(code) ?? TERMINAL));
}

/** The same verdict for several codes. */
export function each(verdict: FailureVerdict, codes: string): Readonly<Record<string, FailureVerdict>> {
  return Object.fromEntries(
    codes
      .trim()
      .split(/\s+/)
      .map((code) => [code, verdict]),
  );
}
