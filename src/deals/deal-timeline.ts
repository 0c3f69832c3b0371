import { type ClockEventType, clockSentence } from '../clocks/clock-sentences.js';
import type { LedgerRow } from '../events/event.js';
import { eventView } from '../events/event.view.js';
import type { Names } from '../leads/lead.js';
import type { Notes } from '../leads/notes.js';
import { struckBy } from '../leads/timeline.js';
import { dayInWords } from '../platform/values/day.js';
import { moneyInWords } from '../platform/values/money.js';
import { inPlainWords, inWords } from '../platform/values/text.js';
import { KIND_WORDS, OUTCOME_WORDS } from '../vocabulary/touch-kinds.js';
import { CONTRACT_PROBLEMS, type ContractProblem } from './contract-problem.js';
import { takenBackBecause } from './delivery-words.js';
import { saidWords } from './sold-for.js';

interface Reasons {
  /** Why misses were struck, by clock. */
  readonly strikes: Notes;
  /** Why expansions were proposed or declined, by the numbers of their events. */
  readonly reasons: Readonly<Record<string, string>>;
}

/** An event of a deal, or of its lead because of it, with one plain sentence. */
export function dealTimelineEntry(row: LedgerRow, names: Names, { strikes, reasons }: Reasons) {
  const { type, subjectType } = row;
  const isOfClock = subjectType === 'deal' && type.startsWith('sla.');
  if (isOfClock) return { ...eventView(row), text: sentenceOfClock(row, names, strikes) };
  const why = subjectType === 'deal' ? reasons[row.subjectSeq] : undefined;
  return { ...eventView(row), text: `${sentenceOf(row, names)}${why === undefined ? '' : ` (${why})`}` };
}

function sentenceOfClock({ type, data, actorType, actorId }: LedgerRow, names: Names, strikes: Notes): string {
  const sentence = clockSentence({ type: type as ClockEventType, data }, 'deal', names);
  return type === 'sla.struck'
    ? `${sentence}${struckBy(data, actorType === 'rep' ? names.rep(actorId) : null, strikes)}`
    : sentence;
}

export function sentenceOf(
  { type, data, actorType, actorId }: Pick<LedgerRow, 'type' | 'data' | 'actorType' | 'actorId'>,
  names: Names,
): string {
  const rep = actorType === 'rep' ? names.rep(actorId) : null;
  const byRep = rep === null ? '' : ` by ${rep}`;
  const recorded = rep === null ? '' : `, recorded by ${rep}`;
  const worth = typeof data.amount === 'string' ? `, worth ${moneyInWords(data.amount, data.currency)}` : '';
  switch (type) {
    case 'deal.created':
      return `${madeOf(data)}, a deal of ${names.rep(data.ownerRepId)}${worth}`;
    case 'deal.updated':
      if (data.cause === 'missed') return `Moved, because a promise was missed: ${changesIn(data, names).join(', ')}`;
      return `Updated${data.cause === undefined ? byRep : ` with its ${data.cause}`}: ${changesIn(data, names).join(', ')}`;
    case 'deal.touched':
      return `${data.direction === 'inbound' ? 'The customer' : names.rep(data.repId)}: ${inPlainWords(KIND_WORDS, data.kind)}, ${inPlainWords(OUTCOME_WORDS, data.outcome)}`;
    case 'deal.touchVoided':
      return `Taken back: ${inPlainWords(KIND_WORDS, data.kind)} of ${names.rep(data.repId)}`;
    case 'deal.won':
      return `Won${becauseOf(data, names)}${worth}${saidWords(data)}${recorded}`;
    case 'deal.undone':
      return 'Deleted with the import that had made it';
    case 'deal.delivered':
      return `Delivered${recorded}`;
    case 'deal.lost':
      return `Lost${typeof data.reason === 'string' ? `: ${names.reason(data.reason)}` : becauseOf(data, names)}${recorded}`;
    case 'deal.reopened':
      return data.why === 'person'
        ? `Open again, after it was ${data.from}${rep === null ? '' : `: reopened by ${rep}`}`
        : `Open again: ${BACK_BECAUSE[String(data.why)]}`;
    case 'deal.contracted':
      return contractIn(data);
    case 'deal.expansionProposed':
      return `Delivered otherwise than sold: a deal of ${moneyInWords(data.worth, data.currency)} is proposed, to be answered by ${dayInWords(String(data.answerBy))}`;
    case 'deal.proposalClosed':
      return closedIn(data, byRep);
    case 'lead.disposed':
      return `Its lead was closed with it: ${names.reason(data.reason)}${data.returnsAt === null ? '' : `, back on ${names.when(data.returnsAt)}`}`;
    case 'lead.reopened':
      return 'Its lead is open again';
    case 'lead.milestoneRevalued': {
      const { amount, currency } = data.value as { readonly amount: string; readonly currency: string };
      return `The win of its lead is worth ${moneyInWords(amount, currency)} now`;
    }
    case 'lead.milestoneReversed':
      return 'The win of its lead was taken back';
    case 'lead.decisionRequested':
      return 'Its lead stays open: the owner of the lead has to decide what becomes of it';
    case 'lead.decisionWithdrawn':
      return 'No decision about its lead is owed because of it any more';
    case 'sla.started':
      return `${names.rep(data.repId)} has to decide what becomes of its lead${typeof data.dueAt === 'string' ? ` by ${names.when(data.dueAt)}` : ''}`;
    default:
      return type;
  }
}

function closedIn({ outcome, cause }: LedgerRow['data'], byRep: string): string {
  if (outcome === 'withdrawn') return `The proposed deal was ${takenBackBecause(cause)}`;
  return `The proposed deal was ${outcome === 'applied' ? 'made' : 'declined'}${byRep}`;
}

const BACK_BECAUSE: Readonly<Record<string, string>> = {
  contract: 'its contract now says otherwise',
  milestoneReversed: 'its lead was not won after all',
};

function madeOf({ leadId, contractTerm }: LedgerRow['data']): string {
  if (contractTerm !== undefined) return `Made to follow term ${contractTerm} of its contract`;
  return leadId === null ? 'Made' : 'Made from its lead';
}

/** What ended a renewal on the side of its contract; empty if somebody ended it by hand. */
function becauseOf({ cause, churnReason }: LedgerRow['data'], names: Names): string {
  if (cause === 'notice') return `: notice was given (${names.churnReason(churnReason)})`;
  const words: Readonly<Record<string, string>> = {
    renewed: ': its contract was renewed',
    auto: ': no notice was given, so its contract renews by itself',
    ended: ': its contract ended without a renewal',
    withdrawn: ': there is nothing to renew any more',
  };
  return words[String(cause)] ?? '';
}

const OUTCOMES: Readonly<Record<string, string>> = {
  made: 'Its contract was made',
  added: 'It was added to its contract',
  followed: 'Its contract now matches its form',
  parted: 'Its form has changed, but its contract stays as it is, because it was changed otherwise',
  dropped: 'Its contract was changed',
  told: 'Its contract was reported by a program',
  withdrawn: 'What it had made of contracts was withdrawn',
  none: 'It has made no contract',
};

function contractIn({ outcome, problem }: LedgerRow['data']): string {
  const became = OUTCOMES[String(outcome)] ?? String(outcome);
  if (problem === undefined) return became;
  const { code, pointer } = problem as ContractProblem;
  return `${became}. ${CONTRACT_PROBLEMS[code]}${pointer === null ? '' : ` (${pointer})`}`;
}

/** Words for fields whose names say too little. */
const FIELDS: Readonly<Record<string, string>> = {
  atRisk: 'whether it may be lost',
  expectedCloseAt: 'when it is expected to close',
  'term.startsOn': 'the first day of its term',
  'term.endsOn': 'the last day of its term',
  'term.noticeDays': 'the notice period of its term',
  'term.autoRenewMonths': 'for how long its term renews by itself',
  oneOff: 'whether it is sold once',
  'pilot.endsOn': 'the last day of its pilot',
  lostNote: 'the note on the loss',
  lastDayForNotice: 'last day for notice',
  contractTerm: 'the renewal of its contract by now',
};

function changesIn(data: LedgerRow['data'], names: Names): string[] {
  const fields = data.fields as readonly string[];
  const others = fields.filter((field) => field !== 'amount' && field !== 'currency');
  const changes = others.map((field) => {
    if (field === 'ownerRepId') return `owner ${names.rep(data.ownerRepId)}`;
    if (field === 'lostReason') return `lost because of ${names.reason(data.reason)}`;
    if (field === 'churnReason') return `the reason of the notice, now ${names.churnReason(data.churnReason)}`;
    return field.split('.')[0] === 'account' ? 'account' : (FIELDS[field] ?? inWords(field));
  });
  return others.length === fields.length ? changes : [...changes, `amount ${revaluedIn(data)}`];
}

/** `from EUR 9,000.00 to EUR 8,000.00` */
function revaluedIn({ amount, currency, formerAmount, formerCurrency }: LedgerRow['data']): string {
  if (typeof amount !== 'string') return 'is not known any more';
  const now = moneyInWords(amount, currency);
  if (typeof formerAmount !== 'string') return now;
  return `from ${moneyInWords(formerAmount, formerCurrency)} to ${now}`;
}
