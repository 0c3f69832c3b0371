import { momentIn } from '../../calendar/zone.js';
import { fieldsOf, type ReasonFieldType, typeOf } from '../../disposition/disposition.js';
import type { ReasonRow } from '../../disposition/reason.table.js';
import { DispositionBody, LeadTouchBody } from '../../leads/activity.dto.js';
import { readBody } from '../../platform/input/checked.js';
import { type Fault, fault, step } from '../../platform/input/fault.js';
import type { Form } from '../../platform/input/formats.js';
import { KIND_WORDS, TOUCH_KINDS, type TouchKind, type TouchOutcome } from '../../vocabulary/touch-kinds.js';
import type { ActionByLink } from './acting-by-link.service.js';
import type { LinkAction } from './action-link.js';

/** An action, with the reason if it closes the lead. */
export type FilledIn =
  | { readonly action: Exclude<LinkAction, 'close'> }
  | { readonly action: 'close'; readonly reason: ReasonRow };

export interface LinkField {
  readonly name: string;
  readonly label: string;
  readonly control: 'text' | 'number' | 'long' | 'select' | 'date' | 'moment';
  readonly isRequired: boolean;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly hint: string | null;
  readonly value: string;
  readonly errors: readonly string[];
}

const REACHED_BY: Readonly<Record<TouchKind, TouchOutcome>> = {
  call: 'connected',
  email: 'replied',
  sms: 'replied',
  chat: 'connected',
  meeting: 'held',
  other: 'connected',
};

/** The touch that a link records. @param kind as chosen in the form, if it asks for one */
const NOTED: Readonly<
  Record<Exclude<LinkAction, 'close' | 'claim'>, (kind: string) => { kind: string; outcome: TouchOutcome }>
> = {
  reached: (kind) => ({ kind, outcome: REACHED_BY[kind as TouchKind] ?? 'connected' }),
  noAnswer: () => ({ kind: 'call', outcome: 'noAnswer' }),
};

/** Prefix of the fields that a reason requires, whose names are arbitrary. */
const OF_REASON = 'field.';
const LABELS: ReadonlyMap<string, string> = new Map([
  ['wakeAt', 'It comes back on'],
  ['recycleAfter', 'Somebody else gets it after'],
  ['amount', 'Amount'],
  ['bad', 'What is wrong'],
]);
const RECYCLED_AFTER = [
  ['P90D', '90 days'],
  ['P30D', '30 days'],
  ['P60D', '60 days'],
  ['P180D', 'Half a year'],
] as const;

/**
 * @param given the values entered before
 * @param faults the errors in them
 * @param zone the time zone of entered days and times
 */
export function fieldsFor(action: FilledIn, given: Form, faults: readonly Fault[], zone: string): LinkField[] {
  if (action.action === 'claim') return [];
  const shown = (field: Omit<LinkField, 'value' | 'errors'>, pointer: string): LinkField => ({
    ...field,
    value: given[field.name] ?? '',
    errors: faults.filter((fault) => fault.pointer === pointer).map(({ message }) => message),
  });
  const ofReason =
    action.action === 'close'
      ? reasonFields(action.reason, zone).map(({ key, ...field }) => shown(field, `/fields${step(key)}`))
      : [];
  return [
    ...(action.action === 'reached' ? [shown(KIND, '/kind')] : []),
    ...ofReason,
    shown({ ...NOTE, isRequired: action.action === 'close' && action.reason.requires.includes('note') }, '/note'),
  ];
}

export function otherFaults(faults: readonly Fault[], fields: readonly LinkField[]): string[] {
  const shown = new Set(fields.flatMap(({ errors }) => errors));
  return faults.map(({ message }) => message).filter((message) => !shown.has(message));
}

/** Converts a form into a request as the API takes it, or returns the errors found without the database. */
export function requestOfForm(
  action: FilledIn,
  form: Form,
  zone: string,
): { request: ActionByLink } | { faults: readonly Fault[] } {
  if (action.action === 'claim') return { request: { kind: 'claim', what: 'claim' } };
  const note = textIn(form, NOTE.name);
  if (action.action !== 'close') {
    const noted = NOTED[action.action](textIn(form, KIND.name) ?? 'call');
    const { body, faults } = readBody<LeadTouchBody>(LeadTouchBody, { ...noted, ...(note !== null && { note }) });
    return faults.length > 0 ? { faults } : { request: { kind: 'touch', body, what: noted.kind } };
  }
  const { reason } = action;
  const early: Fault[] = [];
  const given = reasonFields(reason, zone).flatMap(({ key, name, control }) => {
    const value = textIn(form, name);
    if (value === null) return [];
    const read = control === 'moment' ? momentIn(value, zone) : value;
    if (read === null)
      early.push(fault(`/fields${step(key)}`, 'instant', 'Expected a day and a time, such as 2026-03-02 09:00.'));
    return [[key, read ?? value] as const];
  });
  const { body, faults } = readBody<DispositionBody>(DispositionBody, {
    category: reason.category,
    reason: reason.code,
    ...(note !== null && { note }),
    ...(given.length > 0 && { fields: Object.fromEntries(given) }),
  });
  const all = [...early, ...faults];
  return all.length > 0 ? { faults: all } : { request: { kind: 'disposition', body, what: reason.code } };
}

const KIND: Omit<LinkField, 'value' | 'errors'> = {
  name: 'kind',
  label: 'How',
  control: 'select',
  isRequired: true,
  options: TOUCH_KINDS.map((kind) => ({ value: kind, label: capitalised(KIND_WORDS[kind]) })),
  hint: null,
};
const NOTE: Omit<LinkField, 'value' | 'errors'> = {
  name: 'note',
  label: 'Note',
  control: 'long',
  isRequired: false,
  options: [],
  hint: null,
};

function reasonFields(reason: ReasonRow, zone: string) {
  const { required, optional } = fieldsOf(reason);
  return [...required, ...optional].map((key) => ({
    key,
    name: OF_REASON + key,
    label:
      LABELS.get(key) ??
      capitalised(key.replaceAll('_', ' ').replace(/(?<=[a-z])[A-Z]/g, (sign) => ` ${sign.toLowerCase()}`)),
    isRequired: required.includes(key),
    ...controlOf(key, typeOf(reason, key), zone),
  }));
}

function controlOf(key: string, type: ReasonFieldType, zone: string): Pick<LinkField, 'control' | 'options' | 'hint'> {
  const plain = { options: [], hint: null };
  const select = (pairs: readonly (readonly [string, string])[]) => ({
    ...plain,
    control: 'select' as const,
    options: pairs.map(([value, label]) => ({ value, label })),
  });
  if (key === 'wakeAt' || type.type === 'instant')
    return { ...plain, control: 'moment', hint: `In your time (${zone})` };
  if (key === 'recycleAfter') return select(RECYCLED_AFTER);
  if (key === 'bad')
    return select([
      ['', 'Not known'],
      ['email', 'The e-mail address'],
      ['phone', 'The number'],
    ]);
  switch (type.type) {
    case 'choice':
      return select(type.values.map((value) => [value, value]));
    case 'boolean':
      return select([
        ['true', 'Yes'],
        ['false', 'No'],
      ]);
    case 'date':
      return { ...plain, control: 'date' };
    case 'amount':
    case 'integer':
      return { ...plain, control: 'number' };
    default:
      return { ...plain, control: 'text' };
  }
}

function textIn(form: Form, name: string): string | null {
  const text = (form[name] ?? '').replaceAll('\r\n', '\n').trim();
  return text === '' ? null : text;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
