import { UNKNOWN_REASON } from '../../../disposition/disposition.js';
import type { ReasonRow } from '../../../disposition/reason.table.js';
import type { Value } from '../../../leads/milestone.store.js';
import { comesBackAt, type PastEnd, type PastLead, readPastClosing } from '../../../lifecycle/arrivals/past-leads.js';
import type { RepRow } from '../../../people/rep.table.js';
import type { Instant } from '../../../platform/values/duration.js';
import { OUTCOMES_OF, TOUCH_KINDS } from '../../../vocabulary/touch-kinds.js';
import { type DateOrder, readWrittenDate } from '../../mapping/dates.js';
import { fold } from '../../mapping/planned-column.js';
import { repNamed } from '../naming-reps.js';
import { UNNOTED } from '../past-touch.js';
import { readAmount } from '../row-fields.js';

/** What a column may say of a lead's past, beside the fields of a lead. */
export const PAST_FIELDS = [
  'status',
  'reason',
  'owner',
  'touchedAt',
  'touchKind',
  'touchOutcome',
  'closedAt',
  'wakeAt',
  'wonAt',
  'dealName',
  'dealAmount',
  'dealCurrency',
] as const;
export type PastField = (typeof PAST_FIELDS)[number];

export function isPastField(path: string): path is PastField {
  return PAST_FIELDS.some((field) => field === path);
}

const DEAL_NAME_MAX = 300;
const DATES = ['touchedAt', 'closedAt', 'wonAt', 'wakeAt'] as const;
/** The dates of an end. */
const ENDS = ['closedAt', 'wonAt'] as const;

export const NO_DATE = 'is no date that can be read: write 2026-03-31 or 2026-03-31T09:30:00Z.';
export const STILL_TO_COME = 'is still to come: expected a date that is not in the future.';

/** How leads ended, in the words of `status`. */
export const PAST_STATUSES = ['open', 'won', 'lost', 'nurture', 'recycle', 'suppress'] as const;

/** A text of a row about its past, with the order of day and month in its column. */
export interface PastText {
  readonly text: string;
  readonly order: DateOrder;
}
export type PastTexts = ReadonlyMap<PastField, PastText>;

/** What the past of rows is read by. */
export interface PastPlan {
  readonly reps: readonly Pick<RepRow, 'id' | 'name' | 'email' | 'refs'>[];
  readonly reasons: readonly ReasonRow[];
  /** Of amounts without one. */
  readonly currency: string;
  readonly timeZone: string;
  readonly now: Instant;
}

/** The past of a lead, with the fields that say nothing of it; or why it has none, and which field is wrong. */
export type PastOfRow =
  | (Pick<PastLead, 'ownerId' | 'touch' | 'end' | 'deal'> & { readonly unread: readonly PastField[] })
  | Refusal;
interface Refusal {
  readonly why: string;
  readonly field?: PastField;
}

/** Reads what happened to a lead before it was brought along. @param askedAt nothing happened before */
export function readPast(texts: PastTexts, askedAt: Instant, plan: PastPlan): PastOfRow {
  const unread: PastField[] = [];
  const text = (field: PastField) => texts.get(field)?.text;
  const read = <Read>(field: PastField, by: (text: string) => Read | undefined): Read | null => {
    const given = text(field);
    const found = given === undefined ? null : by(given);
    if (found === undefined) unread.push(field);
    return found ?? null;
  };
  const unreadable = DATES.find((field) => texts.has(field) && dateOf(texts.get(field)!, plan) === null);
  if (unreadable !== undefined) return { why: `${quote(text(unreadable)!)} ${NO_DATE}`, field: unreadable };
  const instant = (field: PastField) =>
    read(field, () => {
      const at = dateOf(texts.get(field)!, plan)!;
      return at > plan.now ? undefined : at;
    });
  const ownerId = read('owner', (given) => repNamed(given, plan.reps));
  const kind = read('touchKind', (given) => wordIn(TOUCH_KINDS, given)) ?? 'other';
  const outcome = read('touchOutcome', (given) => wordIn(OUTCOMES_OF[kind], given)) ?? UNNOTED[kind];
  const touchedAt = instant('touchedAt');
  // A touch from before the lead asked would look like an answer within no time.
  const isTouch = touchedAt !== null && touchedAt >= askedAt;
  if (touchedAt !== null && !isTouch) unread.push('touchedAt');
  const touch = isTouch ? { at: touchedAt, kind, outcome } : null;
  const latestAt = touch?.at ?? askedAt;
  const [closedAt, wonAt] = [instant('closedAt'), instant('wonAt')];
  const value = worthOf(text('dealAmount'), text('dealCurrency'), plan.currency);
  if (value !== null && 'why' in value) return value;
  const status = statusOf(text('status'), text('reason'), wonAt, plan.reasons);
  if (typeof status !== 'object') return { why: status };
  // An open lead may have the date on which it is expected to close.
  const ahead = status.is === 'open' ? undefined : ENDS.find((field) => unread.includes(field));
  if (ahead !== undefined) return { why: `${quote(text(ahead)!)} ${STILL_TO_COME}`, field: ahead };
  const isPutAway = status.is === 'closed' && COMING_BACK.has(status.reason.category);
  const wakesAt = read('wakeAt', () => {
    const at = dateOf(texts.get('wakeAt')!, plan)!;
    return at <= plan.now || !isPutAway ? undefined : at;
  });
  const end = endOf(status, { at: Math.max(closedAt ?? latestAt, latestAt), wonAt, wakesAt, value }, plan);
  const name = text('dealName');
  const deal = name === undefined ? null : { name: name.slice(0, DEAL_NAME_MAX), value };
  return { ownerId, touch, end, deal, unread };
}

/** The categories of leads that come back. */
const COMING_BACK: ReadonlySet<string> = new Set(['nurture', 'recycle']);

type Status = { readonly is: 'open' } | { readonly is: 'won' } | { readonly is: 'closed'; readonly reason: ReasonRow };

/** @returns a sentence if it makes no sense */
function statusOf(
  status: string | undefined,
  reason: string | undefined,
  wonAt: Instant | null,
  reasons: readonly ReasonRow[],
): Status | string {
  const named = reason === undefined ? undefined : reasonNamed(reason, reasons);
  if (reason !== undefined && named === undefined)
    return `There is no reason "${cut(reason)}": say in the mapping which it is.`;
  const is = status === undefined ? undefined : wordIn(PAST_STATUSES, status);
  if (status !== undefined && is === undefined)
    return `"${cut(status)}" is no status: say in the mapping whether it is ${PAST_STATUSES.join(', ')}.`;
  if (is === 'won' || (is === undefined && wonAt !== null)) return { is: 'won' };
  if (is === 'open' || (is === undefined && named === undefined)) return { is: 'open' };
  if (named !== undefined)
    return is === undefined || named.category === is
      ? { is: 'closed', reason: named }
      : `The reason "${named.label}" is one of ${named.category}, but its status is ${is}.`;
  const unknown = reasons.find(({ code, category }) => code === UNKNOWN_REASON && category === is);
  if (unknown !== undefined) return { is: 'closed', reason: unknown };
  const known = reasons.filter(({ category, active }) => category === is && active).map(({ code }) => code);
  return `It needs a reason, because its status is ${is}: ${known.join(', ')}.`;
}

interface Ending {
  /** When it was closed, as far as that is known. */
  readonly at: Instant;
  readonly wonAt: Instant | null;
  /** When it comes back, if the row says so. */
  readonly wakesAt: Instant | null;
  readonly value: Value | null;
}

function endOf(status: Status, { at, wonAt, wakesAt, value }: Ending, { reasons, now }: PastPlan): PastEnd | null {
  if (status.is === 'open') return null;
  if (status.is === 'won') return { kind: 'won', at: wonAt === null ? at : Math.max(wonAt, at), value };
  const read = readPastClosing(status.reason, reasons, { now, wakesAt: wakesAt ?? comesBackAt(at, now) });
  return 'faults' in read ? null : { kind: 'closed', at, disposition: read.disposition };
}

function reasonNamed(text: string, reasons: readonly ReasonRow[]): ReasonRow | undefined {
  const named = fold(text);
  return reasons.find(({ code, label }) => fold(code) === named || fold(label) === named);
}

/** "No answer" is `noAnswer`. */
function wordIn<Word extends string>(words: readonly Word[], text: string): Word | undefined {
  const plain = (word: string) => word.toLowerCase().replace(/[^a-z]/g, '');
  return words.find((word) => plain(word) === plain(text));
}

function worthOf(amount: string | undefined, currency: string | undefined, usual: string): Value | Refusal | null {
  if (amount === undefined) return null;
  const read = readAmount(amount);
  if ('why' in read) return { why: read.why, field: 'dealAmount' };
  const code = (currency ?? usual).trim().toUpperCase();
  if (/^[A-Z]{3}$/.test(code)) return { amount: read.amount, currency: code };
  return { why: `${quote(currency!)} is no currency: write its code, such as EUR.`, field: 'dealCurrency' };
}

function dateOf({ text, order }: PastText, { timeZone }: PastPlan): Instant | null {
  return readWrittenDate(text, { order, timeZone });
}

function quote(text: string): string {
  return JSON.stringify(cut(text));
}

function cut(text: string): string {
  return text.slice(0, 100);
}
