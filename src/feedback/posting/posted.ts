import { MS_PER_HOUR, MS_PER_MINUTE } from '../../platform/values/duration.js';
import type { OutgoingRequest } from '../dispatch/outgoing.js';
import type { JsonObject } from '../platforms/json-text.js';
import type { FailedDelivery } from '../settling.js';
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

interface PostResult {
  readonly failed: readonly FailedDelivery[];
  /** Whether all items that have not failed were accepted. */
  readonly taken: boolean;
  /** Items to send again, each part in a request of its own. */
  readonly again: readonly (readonly string[])[];
  /** Why posting stops for now: the platform is busy, or rejects the account. */
  readonly halts: 'no' | 'busy' | 'broken';
}

interface Answer {
  readonly status: number | null;
  readonly message: string;
}

export function resultOf({ failed, taken, halts }: PostResult, status: number | null): PushResult {
  if (status === null) return 'noAnswer';
  if (halts !== 'no') return halts;
  if (!taken) return 'refused';
  return failed.length === 0 ? 'taken' : 'partly';
}

/** The address is wrong, or another program answers there: no item is to blame. */
const NOT_THERE: readonly number[] = [404, 405, 410, 426];

/** Judges a status that says nothing about items, whatever the platform: the answer is not the platform's. */
export function judgeAddress({ status }: Pick<AnsweredRequest, 'status'>): RequestJudgement | null {
  const isElsewhere = status !== null && ((status >= 300 && status < 400) || NOT_THERE.includes(status));
  return isElsewhere ? { of: 'all', code: `http${status}`, verdict: ACCOUNT_BROKEN } : null;
}

/** Judges a success whose body no platform would send: it is not known whether anything was accepted. */
export function judgeIllegible(
  answer: Pick<AnsweredRequest, 'status'> & { readonly isIllegible: boolean },
): RequestJudgement | null {
  return isSuccess(answer) && answer.isIllegible ? { of: 'all', code: NO_ANSWER, verdict: SOON } : null;
}

/** @param ids of the items, in the order of the body */
export function followOf(judgement: RequestJudgement, ids: readonly string[], answer: Answer): PostResult {
  const { status } = answer;
  // An answer about several items may name the people of each, so no item stores the message. If no answer came (null),
  // or nothing was posted (0), the message is our own.
  const isOfOne = judgement.of === 'all' ? ids.length === 1 || !status : judgement.failed.size === 1;
  const ofAll = isOfOne ? answer.message : '';
  const failedWith = (id: string, { code, verdict, message: own }: Failure): FailedDelivery => {
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
  // An answer that names items that were not sent proves nothing about those that were.
  if (judgement.of === 'each' && !isOfThese)
    return followOf({ of: 'all', code: NO_ANSWER, verdict: SOON }, ids, answer);
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

/** After this many equal rejections in a row and no success, the account is at fault, not the items. */
const ALIKE = 3;

/** Reports whether items were rejected for what they have in common; otherwise they may be at fault themselves. */
export function isCommonFault(refused: readonly FailedDelivery[], taken: number): boolean {
  const [first] = refused;
  if (first === undefined || taken > 0 || refused.length < ALIKE) return false;
  return refused.every(({ code, verdict }) => code === first.code && verdict?.is === 'terminal');
}

/** Returns the pause after consecutive failures, at least what the platform asks for, up to six hours. */
export function backOffMs(failures: number, askedForMs: number): number {
  const grown = Math.min(MS_PER_HOUR, MS_PER_MINUTE * 2 ** Math.max(0, Math.min(failures, 10) - 1));
  return Math.max(grown, Math.min(askedForMs, 6 * MS_PER_HOUR));
}

/** Returns the delay until the next query for a result. The first delay is the platform's. */
export function nextLookMs(looks: number): number {
  return Math.min(6 * MS_PER_HOUR, 30 * MS_PER_MINUTE * 2 ** looks);
}

/** Returns the outcome of a request's items. Items whose result is not known stay as they are. */
export function outcomeOf(
  { failed, unplaced }: Extract<Diagnosis, { is: 'done' }>,
  ids: readonly string[],
  verdict: (code: string) => Failure['verdict'],
): { readonly accepted: readonly string[]; readonly failed: readonly FailedDelivery[] } {
  const message = 'by the diagnostics of the platform';
  const codeOf = (code: string) => shortText(code) || 'UNKNOWN';
  const named = [...failed].map(
    ([index, { code, verdict: judged }]): FailedDelivery => ({
      id: ids[index]!,
      message,
      code: codeOf(code),
      verdict: judged,
    }),
  );
  const others = ids.filter((_, index) => !failed.has(index));
  const bad = [...unplaced].filter(([code]) => verdict(code).is !== 'alreadyThere');
  const count = bad.reduce((sum, [, each]) => sum + each, 0);
  if (count === 0) return { accepted: others, failed: named };
  // Which of them failed is not known, unless all did.
  if (count < others.length) return { accepted: [], failed: named };
  const [[code]] = bad as [[string, number]];
  return {
    accepted: [],
    failed: [...named, ...others.map((id) => ({ id, code: codeOf(code), message, verdict: verdict(code) }))],
  };
}

const MESSAGE_MAX = 500;

/** Shortens a platform's text for storage, and removes what a table cannot hold. */
export function shortText(text: string): string {
  const plain = text
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
  return plain.length <= MESSAGE_MAX ? plain : `${plain.slice(0, MESSAGE_MAX - 1)}…`;
}

/** A request that a platform has accepted, with its id there. */
interface TakenRequest {
  readonly body: JsonObject;
  readonly requestId: string | null;
  /** The accepted items, in the order of the body. */
  readonly items: readonly string[];
}

/** The most requests of one batch: rejected ones are split in halves, and what is left goes with the next batch. */
const REQUESTS_MAX = 100;

/** Tracks the items of a batch while it is posted. */
export class FeedbackRound {
  readonly taken: TakenRequest[] = [];
  private readonly open: Set<string>;
  private readonly failed = new Map<string, FailedDelivery>();
  private readonly refused: FailedDelivery[] = [];
  private requests = 0;
  private halted: PostResult['halts'] = 'no';

  constructor(
    ids: readonly string[],
    private waiting: readonly OutgoingRequest[],
  ) {
    this.open = new Set(ids);
  }

  get halts(): PostResult['halts'] {
    return this.halted;
  }

  /** @returns undefined if nothing more is posted */
  next(): OutgoingRequest | undefined {
    if (this.halted !== 'no' || this.requests >= REQUESTS_MAX) return undefined;
    const [first, ...others] = this.waiting;
    this.waiting = others;
    this.requests += first === undefined ? 0 : 1;
    return first;
  }

  /** @param again requests that replace the one that was rejected */
  follow(
    request: OutgoingRequest,
    followed: PostResult,
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

  /** Returns all failures, including items that were not posted, which are offered again at once. */
  failures(): FailedDelivery[] {
    const rest = [...this.open].map((id): FailedDelivery => {
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

  private fail(failed: FailedDelivery): void {
    this.open.delete(failed.id);
    this.failed.set(failed.id, failed);
  }

  /** Each keeps its own message: that of another may be about a person. */
  private blameAccount(): void {
    this.halted = 'broken';
    for (const each of this.refused) this.fail({ ...each, verdict: ACCOUNT_BROKEN });
  }
}
