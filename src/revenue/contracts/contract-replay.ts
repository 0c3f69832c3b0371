import type { EventType } from '../../events/event.js';
import { become, type Fields, keep, type Story, type VerifiedEvent } from '../../events/verified.js';
import { stepsOf } from './arr-steps.js';
import type { Agreement, Contract } from './contract.js';

/** Each event of a contract has the whole of it, so the latest one determines the contract and its ARR. */
const whole: VerifiedEvent = (story, { type, data }) => {
  const agreed = data as unknown as Agreement & Pick<Contract, 'accountId' | 'dealId' | 'endsOn'>;
  const { accountId, dealId, currency, startsOn, endsOn, noticeDays, autoRenewMonths, notice } = agreed;
  become(story, { accountId, dealId, currency, startsOn, endsOn, noticeDays, autoRenewMonths, ...noticeOf(notice) });
  // The proposals of a contract that is withdrawn are closed after it.
  if (type !== 'contract.proposalClosed') become(story, { isWithdrawn: type === 'contract.withdrawn' });
  anew(
    story,
    'term',
    agreed.terms.map((term, place) => [String(place), { ...term }]),
  );
  anew(
    story,
    'holder',
    agreed.heldBy.map((holder, place) => [String(place), { ...holder }]),
  );
  anew(story, 'segment', segmentsOf(agreed));
  anew(story, 'step', stepRows(agreed));
};

/** How each event changes a replayed contract; the compiler requires an entry for each type. */
export const CONTRACT_EFFECTS: Readonly<Record<Extract<EventType, `contract.${string}`>, VerifiedEvent>> = {
  'contract.started': whole,
  'contract.amended': whole,
  'contract.amendmentProposed': whole,
  'contract.proposalClosed': whole,
  'contract.renewed': whole,
  'contract.noticeGiven': whole,
  'contract.noticeWithdrawn': whole,
  'contract.transferred': whole,
  'contract.parted': whole,
  'contract.withdrawn': whole,
};

function noticeOf(notice: Agreement['notice']): Fields {
  const { givenOn = null, reason = null, late = null } = notice ?? {};
  return { noticeGivenOn: givenOn, noticeReason: reason, noticeLate: late };
}

function segmentsOf({ lines }: Agreement): [string, Fields][] {
  return lines.flatMap(({ product, kind, dealId = null, segments }, line) =>
    segments.map((segment, place): [string, Fields] => [`${line}.${place}`, { product, kind, dealId, ...segment }]),
  );
}

function stepRows(agreed: Agreement): [string, Fields][] {
  return stepsOf(agreed).map(({ accountId, product, kind, onDay, arr, change, cause }) => [
    `${accountId} ${product} ${kind} ${onDay}`,
    { currency: agreed.currency, arr: String(arr), change: String(change), cause },
  ]);
}

/** Replaces all rows of a kind. */
function anew({ rows, subjectId }: Story, kept: string, fresh: readonly [string, Fields][]): void {
  rows[kept] = new Map();
  for (const [id, fields] of fresh) keep(rows, kept, `${subjectId} ${id}`, fields);
}
