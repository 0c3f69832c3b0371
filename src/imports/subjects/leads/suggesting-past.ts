import { flagWritten } from '../../../platform/input/written-flag.js';
import { dateOrderOf } from '../../mapping/dates.js';
import { isNothing } from '../../mapping/nothing.js';
import type { SampledColumn } from '../../mapping/sampled-column.js';
import type { Target } from '../../mapping/target.js';
import { PAST_STATUSES, type PastField } from './past-row.js';

/** How CRMs call columns that say what became of leads. */
const NAMED: readonly (readonly [RegExp, PastField])[] = [
  [/^(?:lead )?(?:status|stage|state|stufe|phase|statut|etapa|estado)$/i, 'status'],
  [/^(?:is )?(?:converted|won|customer|gewonnen)$/i, 'status'],
  [
    /^(?:(?:lead|contact|record) )?(?:owner|owner (?:name|e-?mail)|besitzer|bearbeiter|zust[äa]ndig|propri[ée]taire)$/i,
    'owner',
  ],
  [/^(?:sales ?rep|rep|agent|assigned (?:to|user)|account executive|hubspot owner)$/i, 'owner'],
  [/^(?:(?:closed |lost |unqualified |disqualif\w+ )?reason|loss reason|verlustgrund|grund)$/i, 'reason'],
  [
    /^(?:(?:first|last) )?(?:contacted|touched|called|called at|contacted (?:at|on)|contact(?:ed)? date|call date)$/i,
    'touchedAt',
  ],
  [/^(?:call|touch) (?:outcome|result|disposition)$/i, 'touchOutcome'],
  [/^(?:closed|lost|disqualified)(?: (?:at|on|date))?$|^close date$/i, 'closedAt'],
  [/^(?:won|converted|conversion|became a customer)(?: (?:at|on|date))$/i, 'wonAt'],
  [
    /^(?:follow.?up|next (?:call|contact|step|activity)|call ?back|wake|wiedervorlage|snoozed? until)(?: ?(?:at|on|date))?$/i,
    'wakeAt',
  ],
  [/^(?:deal|opportunity)(?: name)?$|^(?:deal|auftrag)(?:sname)?$/i, 'dealName'],
  [/^(?:deal |opportunity |sale )?(?:amount|value)$|^revenue$/i, 'dealAmount'],
  [/^(?:deal )?currency$|^w[äa]hrung$/i, 'dealCurrency'],
];

const STATUS_WORDS: readonly (readonly [RegExp, (typeof PAST_STATUSES)[number]])[] = [
  [/won|converted|customer|gewonnen|kunde|sale/i, 'won'],
  [/lost|dead|disqualif|unqualif|not interested|verloren|closed/i, 'lost'],
  [/nurtur|later|sp[äa]ter/i, 'nurture'],
  [/recycl|no answer|unreachable/i, 'recycle'],
  [/spam|junk|invalid|duplicate|fake|do not contact|unsubscribed/i, 'suppress'],
  [/open|new|neu|work|attempt|contacted|progress|assigned|qualified|active|bearbeitung/i, 'open'],
];

/** Values of a column that are shown with what they may mean. */
const VALUES_MAX = 30;

/** Suggests which part of a lead's past a column tells; null for none. */
export function ofPast({ name, values }: SampledColumn): Target | null {
  const plain = name.replaceAll(/[_-]/g, ' ').trim();
  const to = NAMED.find(([pattern]) => pattern.test(plain))?.[1];
  if (to === undefined) return null;
  if (to !== 'status') return { to, ...(to.endsWith('At') && { format: dateOrderOf(values) }) };
  const meanings = values.slice(0, VALUES_MAX).map((value) => [value, statusIn(plain, value)] as const);
  // Of a column whose values say nothing, nothing is made up.
  return meanings.some(([, status]) => status !== null) ? { to, values: Object.fromEntries(meanings) } : null;
}

/** `Converted: 1` says that a lead was won, and `0` nothing. */
function statusIn(name: string, value: string): string | null {
  if (isNothing(value)) return null;
  const flag = flagWritten(value);
  if (flag !== undefined) return flag ? (STATUS_WORDS.find(([pattern]) => pattern.test(name))?.[1] ?? null) : null;
  return STATUS_WORDS.find(([pattern]) => pattern.test(value))?.[1] ?? null;
}
