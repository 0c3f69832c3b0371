import type { CalendarBody } from '../../calendar/calendar.dto.js';
import { type Blocks, type Category, ERASED, type Intent, UNKNOWN_REASON } from '../../disposition/disposition.js';
import { DEFAULT_TIME_ZONE } from '../settings/settings.schema.js';

const OFFICE: [string, string][] = [['09:00', '17:00']];
export const DEFAULT_CALENDAR: CalendarBody = {
  name: 'Default',
  timeZone: DEFAULT_TIME_ZONE,
  hours: { mon: OFFICE, tue: OFFICE, wed: OFFICE, thu: OFFICE, fri: OFFICE },
  holidays: [],
  overrides: {},
  breaks: {},
};

type BuiltIn = readonly [code: string, label: string, intent: Exclude<Intent, 'reversed'>];

const BY_CATEGORY: Readonly<Record<Category, readonly BuiltIn[]>> = {
  nurture: [
    ['not_now', 'Not now', 'realButNotNow'],
    ['no_budget_now', 'No budget now', 'realButNotNow'],
    ['wants_information', 'Wants information first', 'realButNotNow'],
  ],
  recycle: [
    ['unreachable', 'Could not be reached', 'realButNotNow'],
    ['stale', 'Gone stale', 'realButNotNow'],
    ['left_company', 'Has left the company', 'realButNotNow'],
  ],
  suppress: [
    ['invalid_contact', 'Contact data is not valid', 'neverExisted'],
    ['spam', 'Spam', 'neverExisted'],
    ['fake_identity', 'Not who they say they are', 'neverExisted'],
    ['test', 'A test', 'neverExisted'],
    ['do_not_contact', 'Does not want to be contacted', 'stop'],
    ['duplicate', 'A duplicate', 'duplicate'],
    ['existing_customer', 'Is a customer already', 'notAProspect'],
    ['not_a_prospect', 'Not a prospect', 'notAProspect'],
    ['competitor', 'A competitor', 'notAProspect'],
    [ERASED.reason, ERASED.label, 'stop'],
  ],
  lost: [
    ['price', 'Price', 'realButLost'],
    ['competitor_won', 'Chose a competitor', 'realButLost'],
    ['no_need', 'No need', 'realButLost'],
    ['no_fit', 'Does not fit', 'notAFit'],
    ['no_decision', 'No decision', 'realButLost'],
    ['out_of_area', 'Outside our area', 'notAFit'],
    ['unresponsive_after_contact', 'Stopped answering', 'realButLost'],
    ['fraud', 'Fraud', 'neverExisted'],
    [UNKNOWN_REASON, 'Not known', 'realButLost'],
  ],
};

/** What the built-in reasons block; `none` for the others. */
const BLOCKED: Readonly<Record<string, Blocks>> = {
  spam: 'contact',
  fake_identity: 'contact',
  do_not_contact: 'contact',
  invalid_contact: 'bad',
};

/** Reasons that the program alone uses. */
const NOT_IN_USE = new Set([ERASED.reason, UNKNOWN_REASON]);

/** A rep who has not tried to reach the lead cannot claim that it does not answer. */
const PROVEN = new Set(['unreachable', 'stale', 'unresponsive_after_contact']);

/** None requires a field, except `wakeAt` in the category nurture. */
export const BUILT_IN_REASONS = Object.entries(BY_CATEGORY).flatMap(([category, reasons]) =>
  reasons.map(([code, label, intent]) => ({
    code,
    category: category as Category,
    label,
    requires: category === 'nurture' ? ['wakeAt'] : [],
    intent,
    blocks: BLOCKED[code] ?? ('none' as const),
    review: code === 'do_not_contact',
    active: !NOT_IN_USE.has(code),
    order: 100,
    labels: {},
    fieldTypes: {},
    // Whoever was fake asks again as often as they like.
    reopens: code !== 'fraud',
    ...(PROVEN.has(code) && { proof: 'policy' as const }),
  })),
);

/** Databases of earlier versions get those that they lack. */
export const REASONS_OF_PROGRAM = BUILT_IN_REASONS.filter(({ code }) => NOT_IN_USE.has(code));
