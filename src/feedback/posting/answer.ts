import { MS_PER_HOUR, MS_PER_MINUTE } from '../../platform/values/duration.js';

export interface AnsweredRequest {
  /** Null if none came in time. */
  readonly status: number | null;
  /** Parsed; undefined if there is none. */
  readonly body: unknown;
  readonly deliveries: number;
}

/** What is to be done about a delivery that was not simply accepted. */
export type FailureVerdict =
  /** A success for an adjustment, or if an earlier attempt may have left. Otherwise somebody else sent it: an alarm. */
  | { readonly is: 'alreadyThere' }
  /** The platform has something newer. */
  | { readonly is: 'superseded' }
  /** Retry after a pause; it fails once it was tried for this long (null: as long as its window is open). */
  | { readonly is: 'later'; readonly pauseMs: number; readonly giveUpAfterMs: number | null }
  /** Never retry. A failure that is expected now and then is no alarm. */
  | { readonly is: 'terminal'; readonly isExpected: boolean }
  /** The platform accepts nothing of this account until a person changes something. */
  | { readonly is: 'accountBroken' }
  /** A fault of this program. */
  | { readonly is: 'ours' };

export interface Failure {
  readonly code: string;
  readonly verdict: FailureVerdict;
  /** The message about this delivery, if the answer has one for each. */
  readonly message?: string;
}

export type RequestJudgement =
  /** Each was judged by itself: those not named were accepted. */
  | { readonly of: 'each'; readonly failed: ReadonlyMap<number, Failure> }
  /** All were rejected because of some: the others are sent again without them. If none is named, in halves. */
  | { readonly of: 'culprits'; readonly code: string; readonly failed: ReadonlyMap<number, Failure> }
  /** The same for all. */
  | ({ readonly of: 'all' } & Failure);

/** A platform's later report on a request, if its success proves nothing. */
export type Diagnosis =
  | { readonly is: 'processing' }
  /** `failed` by the index of the event; `unplaced` counts failures without an index, by code. */
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

/** No answer came, or none that can be read. */
export const NO_ANSWER = 'noAnswer';

export const TAKEN: RequestJudgement = { of: 'each', failed: new Map() };

/** Judges what a status alone says on any platform: it is busy, or does not know us. Null if the body decides. */
export function judgeStatus({ status }: AnsweredRequest): RequestJudgement | null {
  const code = status === null ? NO_ANSWER : `http${status}`;
  const verdict = verdictOfStatus(code);
  return verdict === null ? null : { of: 'all', code, verdict };
}

/** Returns the verdict on a code that only says that no answer came, or its status, as `http503`. */
function verdictOfStatus(code: string): FailureVerdict | null {
  const status = statusIn(code);
  if (code === NO_ANSWER || status === 408 || status === 423 || status === 429 || status >= 500) return SOON;
  return status === 401 || status === 403 ? ACCOUNT_BROKEN : null;
}

/** Reports whether deliveries that failed with a code may have been accepted all the same. */
export function isInDoubt(code: string): boolean {
  return code === NO_ANSWER || statusIn(code) >= 500;
}

function statusIn(code: string): number {
  return Number(/^http(\d{3})$/.exec(code)?.[1] ?? 0);
}

/** Judges a request that was rejected as a whole: the named deliveries are at fault, or the only one. */
export function judgeRefused(
  { deliveries }: AnsweredRequest,
  code: string,
  named: readonly number[],
  verdict: FailureVerdict,
): RequestJudgement {
  const culprits = deliveries === 1 ? [0] : named.filter((index) => index < deliveries);
  return { of: 'culprits', code, failed: new Map(culprits.map((index) => [index, { code, verdict }])) };
}

/** Judges an answer that is no success, by its status and the indexes that it names. */
export function judgeFailure(answer: AnsweredRequest, named: readonly number[] = []): RequestJudgement {
  return judgeStatus(answer) ?? judgeRefused(answer, `http${answer.status}`, named, TERMINAL);
}

export function isSuccess({ status }: Pick<AnsweredRequest, 'status'>): boolean {
  return status !== null && status >= 200 && status < 300;
}

/** Judges a request that is taken or refused as a whole. */
export function judgeWhole(answer: AnsweredRequest): RequestJudgement {
  return isSuccess(answer) ? TAKEN : judgeFailure(answer);
}

/** Returns a field of a parsed value of any shape. */
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

/** Returns verdicts by code; a code that this version does not know is final, and an alarm. */
export function verdictBy(table: Readonly<Record<string, FailureVerdict>>): (code: string) => FailureVerdict {
  return (code) => (Object.hasOwn(table, code) ? table[code]! : (verdictOfStatus(code) ?? TERMINAL));
}

export function each(verdict: FailureVerdict, codes: string): Readonly<Record<string, FailureVerdict>> {
  return Object.fromEntries(
    codes
      .trim()
      .split(/\s+/)
      .map((code) => [code, verdict]),
  );
}
