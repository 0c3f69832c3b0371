import type { Instant } from '../platform/values/duration.js';
import { isAdjustment } from './delivery.js';
import { type DeliveryRow, isEarly, returnedRow, type Whose } from './delivery-row.js';
import { transportOf } from './platforms.js';
import { type FailureVerdict, isInDoubt, SOON, TERMINAL } from './posting/answer.js';

/** A client's report on a delivery that was not simply accepted. */
export interface FailedDelivery {
  readonly id: string;
  /** The platform's code. */
  readonly code: string;
  readonly message: string;
  /** Whether to retry; by default what the code means. */
  readonly retry?: boolean | undefined;
  /** The judgement of the whole answer, which takes precedence over the code. */
  readonly verdict?: FailureVerdict | undefined;
  /** Whether it may have been accepted all the same; by default what the code means. */
  readonly mayHaveLeft?: boolean | undefined;
}

export interface FeedbackSettlement {
  readonly changed: readonly DeliveryRow[];
  /** The platform's error if it accepts nothing of the account, otherwise null. */
  readonly broken: string | null;
}

/** Settles deliveries that were handed out: they were posted, or not at all, and some were rejected at once. */
export function afterPosting(
  destination: Whose,
  rows: readonly DeliveryRow[],
  { sent, failed }: { readonly sent: boolean; readonly failed: readonly FailedDelivery[] },
  now: Instant,
): FeedbackSettlement {
  return settle(rows, failed, destination, now, (row) => {
    if (!sent) return returnedRow(row, destination);
    const { success } = transportOf(destination.platform, destination.settings, row.kind);
    const taken = { ...row, leasedUntil: null, sentAt: now };
    return success(row.kind) === 'accepted'
      ? { ...taken, state: 'accepted', acceptedAt: now }
      : { ...taken, state: 'sent' };
  });
}

/** Settles deliveries that were posted, by what the platform reports later. */
export function afterOutcome(
  destination: Whose,
  rows: readonly DeliveryRow[],
  { accepted, failed }: { readonly accepted: ReadonlySet<string>; readonly failed: readonly FailedDelivery[] },
  now: Instant,
): FeedbackSettlement {
  return settle(rows, failed, destination, now, (row) =>
    accepted.has(row.id) ? { ...row, state: 'accepted', acceptedAt: now } : row,
  );
}

function settle(
  rows: readonly DeliveryRow[],
  failed: readonly FailedDelivery[],
  { platform, settings }: Whose,
  now: Instant,
  taken: (row: DeliveryRow) => DeliveryRow,
): FeedbackSettlement {
  const failures = new Map(failed.map((failure) => [failure.id, failure]));
  let broken: string | null = null;
  const changed = rows.flatMap((row) => {
    const failure = failures.get(row.id);
    if (failure === undefined) {
      const next = taken(row);
      return next === row ? [] : [next];
    }
    const verdict = verdictOf(failure, transportOf(platform, settings, row.kind).verdict);
    // The message may be about a person: it is stored with the item alone, and deleted when that person is erased.
    if (verdict.is === 'accountBroken')
      broken ??= failure.message === '' ? failure.code : `${failure.code}; its items show the platform’s message`;
    return [afterFailure(row, failure, verdict, { platform, settings }, now)];
  });
  return { changed, broken };
}

function verdictOf(
  { code, retry, verdict: judged }: FailedDelivery,
  verdict: (code: string) => FailureVerdict,
): FailureVerdict {
  if (judged !== undefined) return judged;
  const known = verdict(code);
  if (retry === undefined || known.is === 'accountBroken' || known.is === 'alreadyThere') return known;
  if (retry) return known.is === 'later' ? known : SOON;
  return TERMINAL;
}

function afterFailure(
  row: DeliveryRow,
  { code, message, mayHaveLeft = isInDoubt(code) }: FailedDelivery,
  verdict: FailureVerdict,
  whose: Whose,
  now: Instant,
): DeliveryRow {
  const known = { mayHaveLeft: row.mayHaveLeft || mayHaveLeft, errorCode: code, errorMessage: message };
  const settled = { ...row, ...known, leasedUntil: null };
  switch (verdict.is) {
    case 'alreadyThere':
      // If it never left before, another sender has sent it, such as the website's tag, under no key of ours.
      return settled.mayHaveLeft || isAdjustment(row)
        ? { ...settled, state: 'accepted', sentAt: row.sentAt ?? now, acceptedAt: now }
        : { ...settled, state: 'failed' };
    case 'superseded':
      return { ...settled, state: 'superseded' };
    case 'later': {
      const { pauseMs, giveUpAfterMs } = verdict;
      const isOver = giveUpAfterMs !== null && now >= row.createdAt + giveUpAfterMs;
      return isOver ? { ...settled, state: 'failed' } : { ...returnedRow(settled, whose), notBefore: now + pauseMs };
    }
    case 'accountBroken':
      return returnedRow(settled, whose);
    case 'terminal':
    case 'ours':
      return { ...settled, state: 'failed' };
    default:
      return verdict satisfies never;
  }
}

/** Reports whether a delivery has failed for good in an unexpected way. */
export function isAlarming({ state, isShadow, kind, errorCode }: DeliveryRow, { platform, settings }: Whose): boolean {
  if (state !== 'failed' || isShadow) return false;
  const verdict = transportOf(platform, settings, kind).verdict(errorCode ?? '');
  return verdict.is !== 'terminal' || !verdict.isExpected;
}

/** Reports whether adjustments need not wait any longer. A superseded original needs none. */
export function releasesAdjustments({ state, originalId }: DeliveryRow): boolean {
  return originalId === null && (state === 'accepted' || state === 'superseded');
}

/** Reports whether a retraction will never take effect. */
export function isStuck({ kind, state, withheldReason }: DeliveryRow): boolean {
  return kind === 'retract' && (state === 'failed' || state === 'expired' || withheldReason === 'contactChanged');
}

/**
 * Returns the changes of other deliveries of the same leads: adjustments of accepted originals may be sent, and a stage
 * does not count anew if the former one could not be retracted.
 * @param settled the rows that have been settled just now
 * @param others adjustments that wait for rows that `releasesAdjustments` accepts, and all rows of the leads of stuck retractions
 */
export function consequencesOf(
  settled: readonly DeliveryRow[],
  others: readonly DeliveryRow[],
  now: Instant,
): DeliveryRow[] {
  const accepted = new Set(settled.filter(({ state }) => state === 'accepted').map(({ id }) => id));
  const gone = new Set(settled.filter(({ state }) => state === 'superseded').map(({ id }) => id));
  const stuck = new Set(settled.filter(isStuck).map(({ originalId }) => originalId));
  const formers = stuck.size === 0 ? [] : others.filter(({ id }) => stuck.has(id));
  return others.flatMap((row): DeliveryRow[] => {
    if (isEarly(row) && accepted.has(row.originalId!))
      return [{ ...row, state: 'pending', withheldReason: null, notBefore: Math.max(row.notBefore, now) }];
    if (isEarly(row) && gone.has(row.originalId!)) return [{ ...row, state: 'superseded', withheldReason: null }];
    const isAnew = (former: DeliveryRow) =>
      former.leadId === row.leadId && former.stage === row.stage && former.revision < row.revision;
    const isNeedless = row.originalId === null && row.state === 'pending' && !row.mayHaveLeft && formers.some(isAnew);
    return isNeedless ? [{ ...row, state: 'superseded' }] : [];
  });
}
