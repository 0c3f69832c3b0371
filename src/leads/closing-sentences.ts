import type { LedgerRow } from '../events/event.js';
import { inPlainWords } from '../platform/values/text.js';
import { ASKED_BY } from '../vocabulary/touch-kinds.js';
import type { Names } from './lead.js';

type Data = LedgerRow['data'];

const CLOSED: Readonly<Record<string, string>> = {
  nurture: 'Set aside until later',
  recycle: 'Recycled, to come back to somebody else',
  suppress: 'Closed as suppressed',
  lost: 'Closed as lost',
};

const SUPPRESSED: Readonly<Record<string, string>> = {
  email: 'its e-mail address',
  phone: 'its phone number',
  domain: 'the domain of its company',
};

export function closedWith(data: Data, names: Names): string {
  const { category, reason, restsOn, withoutAttempts, returnsAt, forGood, suppressionId, dealId, rule } = data;
  if (suppressionId !== undefined)
    return `Closed as it came in, because ${suppressedHow(data, names)}: ${names.reason(reason)}`;
  const how =
    forGood === true ? 'Recycled as often as its policy allows, so closed for good' : inPlainWords(CLOSED, category);
  const tried = Array.isArray(restsOn)
    ? `, after ${restsOn.length === 1 ? '1 attempt' : `${restsOn.length} attempts`} that reached nobody`
    : withoutAttempts === true
      ? ', without all the attempts that this asks for'
      : '';
  const because =
    rule !== undefined
      ? ` as it came in, by the rule “${rule}”`
      : dealId === undefined
        ? ''
        : `, because ${names.deal(dealId)} was lost`;
  return `${how}${because}: ${names.reason(reason)}${tried}${returnsAt ? `, back on ${names.when(returnsAt)}` : ''}`;
}

/** Says what of the lead is suppressed, since when, and how it came to be. */
function suppressedHow({ suppressed }: Data, names: Names): string {
  if (suppressed === undefined) return 'it is suppressed';
  const { kind, since, leadId } = suppressed as {
    readonly kind: string;
    readonly since: string;
    readonly leadId?: string;
  };
  const how = leadId === undefined ? 'by an entry in the list' : 'when another lead was closed';
  return `${inPlainWords(SUPPRESSED, kind)} has been suppressed since ${names.when(since)}, ${how}`;
}

/** @param rep the actor; null if no rep did it */
export function reopened(
  { by, bulkId, dealId, why, inquiryId, touchKind }: Data,
  names: Names,
  rep: string | null,
): string {
  if (why === 'promised') return 'A new cycle: it was brought along, and is promised an answer from now on';
  if (why === 'unmerged') return 'Open again, because its merging was taken back';
  if (why === 'dealOpened') return `Open again, because ${names.deal(dealId)} is open`;
  if (why === 'dealWon') return `Open again, because ${names.deal(dealId)} was won`;
  if (dealId !== undefined)
    return rep === null
      ? `Open again, because ${names.deal(dealId)} was reopened`
      : `Open again, because ${rep} reopened ${names.deal(dealId)}`;
  if (bulkId !== undefined)
    return `Reopened: ${rep === null ? 'the closing of many leads was undone' : `${rep} undid the closing of many leads`}`;
  if (by !== 'contact') return `Reopened by ${rep ?? 'hand'}`;
  if (touchKind !== undefined) return `A new cycle: the person ${inPlainWords(ASKED_BY, touchKind)}`;
  return inquiryId === undefined ? 'A new cycle: the person asked again' : 'A new cycle: the person sent another form';
}
