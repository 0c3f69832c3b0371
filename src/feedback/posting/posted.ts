import { MS_PER_HOUR, MS_PER_MINUTE } from '../../platform/duration.js';
import type { OutgoingRequest } from '../dispatch/outgoing.js';
import type { JsonObject } from '../platforms/json-text.js';
import type { Failed } from '../settling.js';
import {
  ACCOUNT_BROKEN,
  type AnsweredRequest,
  type Diagnosis,
  type Failure,
  isInDoubt,
  isSuccess,
  NO_ANSWER,
  type RequestJudgement,
  SOON,
} from './answer.js';
import type { PushResult } from './push-tally.js';

/** What follows of an answer for the items of a request. */
interface Followed {
  readonly failed: readonly Failed[];
  /** Whether all items that have not failed were taken. */
  readonly taken: boolean;
  /** What goes again, each part by itself. */
  readonly again: readonly (readonly string[])[];
  /** Nothing more is posted for now: the platform is busy, or takes nothing of the account. */
  readonly halts: 'no' | 'busy' | 'broken';
}

/** What was answered, beside what it means for each. */
interface Said {
  readonly status: number | null;
  readonly message: string;
}

/** What came of a request, for whoever counts. */
export function resultOf({ failed, taken, halts }: Followed, status: number | null): PushResult {
  if (status === null) return 'noAnswer';
  if (halts !== 'no') return halts;
  if (!taken) return 'refused';
  return failed.length === 0 ? 'taken' : 'partly';
}

/** The address is wrong, or what is there is something else: no item is to blame. */
const NOT_THERE: readonly number[] = [404, 405, 410, 426];

/** Of an answer that says nothing of items, whichever platform it is from: it is from somebody else. */
export function judgeAddress({ status }: Pick<AnsweredRequest, 'status'>): RequestJudgement | null {
  const isElsewhere = status !== null && ((status >= 300 && status < 400) || NOT_THERE.includes(status));
  return isElsewhere ? { of: 'all', code: `http${status}`, verdict: ACCOUNT_BROKEN } : null;
}

/** Of a success that no platform would answer: nobody knows whether anything was taken. */
export function judgeIllegible(
  answer: Pick<AnsweredRequest, 'status'> & { readonly isIllegible: boolean },
): RequestJudgement | null {
  return isSuccess(answer) && answer.isIllegible ? { of: 'all', code: NO_ANSWER, verdict: SOON } : null;
}

/** @param ids of the items, in the order of the body */
export function followOf(judgement: RequestJudgement, ids: readonly string[], said: Said): Followed {
  const { status } = said;
  // An answer that is about several may name each of their people: none of them keeps what is said of another. Where none
  // came (null), or nothing was posted (0), the words are our own.
  const isOfOne = judgement.of === 'all' ? ids.length === 1 || !status : judgement.failed.size === 1;
  const ofAll = isOfOne ? said.message : '';
  const failedWith = (id: string, { code, verdict, message: own }: Failure): Failed => {
    const mayHaveLeft = status === null || status >= 500 || isInDoubt(code);
    const message = own === undefined || own === '' ? ofAll : shortText(own);
    return { id, code: shortText(code), message, verdict, mayHaveLeft };
  };
  if (judgement.of === 'all') {
    const { is } = judgement.verdict;
    const failed = ids.map((id) => failedWith(id, judgement));
    return {
      failed,
      taken: false,
      again: [],
      halts: is === 'later' ? 'busy' : is === 'accountBroken' ? 'broken' : 'no',
    };
  }
  const isOfThese = [...judgement.failed.keys()].every((index) => ids[index] !== undefined);
  // Who names what was not sent says nothing of what was.
  if (judgement.of === 'each' && !isOfThese) return followOf({ of: 'all', code: NO_ANSWER, verdict: SOON }, ids, said);
  const failed = [...judgement.failed].flatMap(([index, failure]) =>
    ids[index] === undefined ? [] : [failedWith(ids[index], failure)],
  );
  const isBroken = [...judgement.failed.values()].some(({ verdict }) => verdict.is === 'accountBroken');
  if (judgement.of === 'each') return { failed, taken: true, again: [], halts: isBroken ? 'broken' : 'no' };
  const others = ids.filter((_, index) => !judgement.failed.has(index));
  const again = failed.length > 0 ? [others] : halvesOf(others);
  return { failed, taken: false, again: again.filter((part) => part.length > 0), halts: isBroken ? 'broken' : 'no' };
}

function halvesOf(ids: readonly string[]): (readonly string[])[] {
  const middle = Math.ceil(ids.length / 2);
  return [ids.slice(0, middle), ids.slice(middle)];
}

/** So many that are refused alike, one after another and none taken, are not to blame themselves: their account is. */
const ALIKE = 3;

/** Whether items were refused for what they have in common; else they may be to blame themselves. */
export function isCommonFault(refused: readonly Failed[], taken: number): boolean {
  const [first] = refused;
  if (first === undefined || taken > 0 || refused.length < ALIKE) return false;
  return refused.every(({ code, verdict }) => code === first.code && verdict?.is === 'terminal');
}

/** How long nothing is posted after failures, one after another; at least what the platform asks for. */
export function backOffMs(failures: number, askedForMs: number): number {
  const grown = Math.min(MS_PER_HOUR, MS_PER_MINUTE * 2 ** Math.max(0, Math.min(failures, 10) - 1));
  return Math.max(grown, Math.min(askedForMs, 6 * MS_PER_HOUR));
}

/** When it is asked what became of a request, after so many times. The first time comes from the platform. */
export function nextLookMs(looks: number): number {
  return Math.min(6 * MS_PER_HOUR, 30 * MS_PER_MINUTE * 2 ** looks);
}

/** What the platform has said of a request, by its items. What it did not say of any stays as it is. */
export function outcomeOf(
  { failed, unplaced }: Extract<Diagnosis, { is: 'done' }>,
  ids: readonly string[],
  verdict: (code: string) => Failure['verdict'],
): { readonly accepted: readonly string[]; readonly failed: readonly Failed[] } {
  const message = 'by the diagnostics of the platform';
  const told = (code: string) => shortText(code) || 'UNKNOWN';
  const named = [...failed].map(
    ([index, { code, verdict: judged }]): Failed => ({ id: ids[index]!, message, code: told(code), verdict: judged }),
  );
  const others = ids.filter((_, index) => !failed.has(index));
  const bad = [...unplaced].filter(([code]) => verdict(code).is !== 'alreadyThere');
  const count = bad.reduce((sum, [, each]) => sum + each, 0);
  if (count === 0) return { accepted: others, failed: named };
  // Which of them it was is not said, unless it was all.
  if (count < others.length) return { accepted: [], failed: named };
  const [[code]] = bad as [[string, number]];
  return {
    accepted: [],
    failed: [...named, ...others.map((id) => ({ id, code: told(code), message, verdict: verdict(code) }))],
  };
}

const MESSAGE_MAX = 500;

/** As much of what a platform said as is kept, and as a table can hold. */
export function shortText(text: string): string {
  const plain = text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return plain.length <= MESSAGE_MAX ? plain : `${plain.slice(0, MESSAGE_MAX - 1)}…`;
}

/** A request that a platform has taken, and by what it finds it again. */
interface TakenRequest {
  readonly body: JsonObject;
  readonly requestId: string | null;
  /** Those of it that were taken, in the order of the body. */
  readonly items: readonly string[];
}

/** Requests of one batch at most: what is refused is looked for in halves, and what is left goes with the next. */
const REQUESTS_MAX = 100;

/** What has become of the items of a batch, while it is posted. */
export class FeedbackRound {
  readonly taken: TakenRequest[] = [];
  private readonly open: Set<string>;
  private readonly failed = new Map<string, Failed>();
  private readonly refused: Failed[] = [];
  private requests = 0;
  private halted: Followed['halts'] = 'no';

  constructor(
    ids: readonly string[],
    private waiting: readonly OutgoingRequest[],
  ) {
    this.open = new Set(ids);
  }

  /** Whether the platform has had enough for now, or takes nothing of the account. */
  get halts(): Followed['halts'] {
    return this.halted;
  }

  /** @returns undefined where nothing more is posted */
  next(): OutgoingRequest | undefined {
    if (this.halted !== 'no' || this.requests >= REQUESTS_MAX) return undefined;
    const [first, ...others] = this.waiting;
    this.waiting = others;
    this.requests += first === undefined ? 0 : 1;
    return first;
  }

  /** @param again requests of what goes again, in the place of the one that was refused */
  follow(
    request: OutgoingRequest,
    followed: Followed,
    requestId: string | null,
    again: readonly OutgoingRequest[],
  ): void {
    for (const failed of followed.failed) this.fail(failed);
    if (followed.taken) this.take(request, requestId);
    else if (followed.halts === 'no') this.refused.push(...followed.failed);
    this.waiting = [...again, ...this.waiting];
    this.halted = followed.halts;
    if (isCommonFault(this.refused, this.taken.length)) this.blameAccount();
  }

  /** All of them: what was not posted is offered again at once. */
  failures(): Failed[] {
    const rest = [...this.open].map((id): Failed => {
      const verdict = { is: 'later', pauseMs: 0, giveUpAfterMs: null } as const;
      return { id, code: 'notPosted', message: 'It was not its turn any more.', verdict };
    });
    return [...this.failed.values(), ...rest];
  }

  private take({ body, items }: OutgoingRequest, requestId: string | null): void {
    const ids = items.map(({ id }) => id).filter((id) => !this.failed.has(id));
    for (const id of ids) this.open.delete(id);
    this.taken.push({ body, requestId, items: ids });
  }

  private fail(failed: Failed): void {
    this.open.delete(failed.id);
    this.failed.set(failed.id, failed);
  }

  /** With the words of each: those of another may be about a person. */
  private blameAccount(): void {
    this.halted = 'broken';
    for (const each of this.refused) this.fail({ ...each, verdict: ACCOUNT_BROKEN });
  }
}
