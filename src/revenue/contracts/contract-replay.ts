import type { EventType } from '../../events/event.js';
import { become, type Fields, keep, type Story, type VerifiedEvent } from '../../events/verified.js';
import { stepsOf } from './arr-steps.js';
import type { Agreement, Contract } from './contract.js';

/** Each event of a contract has the whole of it, so the latest one determines the contract and its ARR. */
const whole: VerifiedEvent = (story, { type, data }) => {
  const told = data as unknown as Agreement & Pick<Contract, 'accountId' | 'dealId' | 'endsOn'>;
  const { accountId, dealId, currency, startsOn, endsOn, noticeDays, autoRenewMonths, notice } = told;
  become(story, { accountId, dealId, currency, startsOn, endsOn, noticeDays, autoRenewMonths, ...noticeOf(notice) });
  become(story, { isWithdrawn: type === 'contract.withdrawn' });
  anew(
    story,
    'term',
    told.terms.map((term, place) => [String(place), { ...term }]),
  );
  anew(
    story,
    'holder',
    told.heldBy.map((holder, place) => [String(place), { ...holder }]),
  );
  anew(story, 'segment', segmentsOf(told));
  anew(story, 'step', stepRows(told));
};

/** How each event changes a replayed contract; the compiler requires an entry for each type. */
export const CONTRACT_TELLINGS: Readonly<Record<Extract<EventType, `contract.${string}`>, VerifiedEvent>> = {
  'contract.started': whole,
  'contract.amended': whole,
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

function stepRows(told: Agreement): [string, Fields][] {
  return stepsOf(told).map(({ accountId, product, kind, onDay, arr, change, cause }) => [
    `${accountId} ${product} ${kind} ${onDay}`,
    { currency: told.currency, arr: String(arr), change: String(change), cause },
  ]);
}

/** Replaces all rows of a kind. */
function anew({ rows, subjectId }: Story, kept: string, told: readonly [string, Fields][]): void {
  rows[kept] = new Map();
  for (const [id, fields] of told) keep(rows, kept, `${subjectId} ${id}`, fields);
}
