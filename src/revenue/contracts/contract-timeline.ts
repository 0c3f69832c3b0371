import { sentenceOf as sentenceOfDeal } from '../../deals/deal-timeline.js';
import { takenBackBecause } from '../../deals/delivery-words.js';
import type { LedgerRow } from '../../events/event.js';
import { eventView } from '../../events/event.view.js';
import type { Names } from '../../leads/lead.js';
import { dayInWords } from '../../platform/values/day.js';
import { amountIn, moneyInWords } from '../../platform/values/money.js';
import { counted } from '../../platform/values/words.js';
import { arrOn, type ContractLine, type NoticeFacts } from './contract.js';

export interface Around {
  /** Reasons of amendments, by the numbers of their events. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly accounts: ReadonlyMap<string, string>;
  /** For sentences about its renewals, which are deals. */
  readonly names: Names;
}

export function contractTimelineEntry(row: LedgerRow, around: Around) {
  return { ...eventView(row), text: sentenceOf(row, around) };
}

export function sentenceOf(
  { type, data, subjectSeq, actorType, actorId }: Omit<LedgerRow, 'subjectId' | 'occurredAt'>,
  around: Around,
) {
  const rep = actorType === 'rep' ? around.names.rep(actorId) : null;
  const byRep = rep === null ? '' : ` by ${rep}`;
  const { currency, endsOn, arr } = data;
  const perYear = moneyAYear(arr, currency);
  switch (type) {
    case 'contract.started':
      return startOf(data, byRep);
    case 'contract.amended': {
      if (data.effectiveOn === undefined && data.byDealId !== undefined)
        return `Changed to match its deal: ${(data.fields as readonly string[]).join(', ')}`;
      if (data.effectiveOn === undefined) return `Corrected${byRep}: ${(data.fields as readonly string[]).join(', ')}`;
      const why = around.reasons[subjectSeq];
      const by = data.byDealId === undefined ? why : 'by a deal';
      return `Amended${data.byDealId === undefined ? byRep : ''} from ${dayInWords(String(data.effectiveOn))} on: ${changeIn(data)}${inBrackets(by)}`;
    }
    case 'contract.amendmentProposed':
      return proposalOf(data, around.reasons[subjectSeq]);
    case 'contract.proposalClosed':
      return closedOf(data, byRep, around.reasons[subjectSeq]);
    case 'contract.renewed':
      return `${data.cause === 'auto' ? 'Renewed by itself' : `Renewed${byRep}`} until ${dayInWords(String(endsOn))}, at ${perYear}`;
    case 'contract.noticeGiven':
      return noticeOf(data, around.names, rep);
    case 'contract.noticeWithdrawn': {
      const { givenOn, reason } = data.formerNotice as NoticeFacts;
      return `The notice of ${dayInWords(givenOn)} (${around.names.churnReason(reason)}) was taken back${byRep}, as if it had never been given`;
    }
    case 'contract.parted':
      return 'The form of its deal has changed, but the contract stays as it is, because it was changed otherwise';
    case 'contract.withdrawn':
      return data.byDealId === undefined
        ? 'Withdrawn with the import that had made it'
        : 'Withdrawn: the deal that made it is not won after all';
    case 'contract.transferred':
      return moveOf(data, byRep, around.accounts);
    default:
      return type.startsWith('deal.')
        ? renewalOf(sentenceOfDeal({ type, data, actorType, actorId }, around.names))
        : type;
  }
}

function changeIn({ formerArr, arr, currency }: LedgerRow['data']): string {
  const perYear = moneyAYear(arr, currency);
  return formerArr === arr ? `still ${perYear}` : `${perYear} instead of ${moneyInWords(formerArr, currency)}`;
}

function proposalOf(data: LedgerRow['data'], why: string | undefined): string {
  const { effectiveOn, answerBy } = data;
  return `Delivered otherwise than sold: an amendment from ${dayInWords(String(effectiveOn))} on is proposed, to be answered by ${dayInWords(String(answerBy))}: ${changeIn(data)}${inBrackets(why)}`;
}

function closedOf({ outcome, cause }: LedgerRow['data'], byRep: string, why: string | undefined): string {
  if (outcome === 'declined') return `The proposed amendment was declined${byRep}${inBrackets(why)}`;
  if (outcome === 'applied')
    return `The proposed amendment was applied${byRep}, and changed nothing: the contract is like that`;
  return `The proposed amendment was ${takenBackBecause(cause)}`;
}

function inBrackets(why: string | undefined): string {
  return why === undefined ? '' : ` (${why})`;
}

function renewalOf(sentence: string): string {
  return `Renewal ${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`;
}

interface Started {
  readonly fromContractId?: string;
  readonly byDealId?: string;
  readonly lines: readonly ContractLine[];
}

function startOf(data: LedgerRow['data'], byRep: string): string {
  const { startsOn, endsOn, currency } = data as { startsOn: string; endsOn: string | null; currency: string };
  const { fromContractId, byDealId, lines } = data as unknown as Started;
  const arr = amountIn(arrOn({ lines, currency }, startsOn), currency);
  const span = `from ${dayInWords(startsOn)} ${endsOn === null ? 'on, without an end' : `to ${dayInWords(endsOn)}`}`;
  const began =
    fromContractId === undefined
      ? byDealId === undefined
        ? `Recorded${byRep}`
        : 'Made by the win of its deal'
      : `Made of lines of contract ${fromContractId}`;
  return `${began}: ${span}, beginning with ${moneyAYear(arr, currency)}`;
}

/** @param rep who recorded it; null if no rep did */
function noticeOf({ notice, undone }: LedgerRow['data'], names: Names, rep: string | null): string {
  const { givenOn, reason, late, lastDayForNotice, endsOn } = notice as NoticeFacts;
  const given = `Notice was given on ${dayInWords(givenOn)} (${names.churnReason(reason)})`;
  const tooLate = late ? `, after the last day for it, ${dayInWords(lastDayForNotice!)}` : '';
  const taken = typeof undone === 'number' ? `, and ${counted(undone, 'renewal')} did not happen after all` : '';
  return `${given}${tooLate}${rep === null ? '' : `, recorded by ${rep}`}: ends on ${dayInWords(endsOn)}${taken}`;
}

function moveOf(
  { toAccountId, products, arr, currency }: LedgerRow['data'],
  byRep: string,
  accounts: Around['accounts'],
): string {
  const what = `${products === undefined ? 'Moved' : `${(products as readonly string[]).join(', ')} moved`}${byRep}`;
  const name = accounts.get(String(toAccountId));
  return `${what} to ${name === undefined ? 'another account' : `account “${name}”`}, with ${moneyAYear(arr, currency)}`;
}

function moneyAYear(arr: unknown, currency: unknown): string {
  return `${moneyInWords(arr, currency)} a year`;
}
