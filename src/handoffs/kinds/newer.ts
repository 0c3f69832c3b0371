import { type Fault, fault, step } from '../../platform/input/fault.js';
import { isRecord, type JsonRecord } from '../../platform/sql/sql.js';
import { caseless } from '../../platform/values/text.js';
import type { HandoffKindBody } from './handoff-kind.schema.js';
import type { KindToStaff } from './ready-made/parts.js';
import { READY_MADE } from './ready-made.js';

type Kind = Pick<HandoffKindBody, 'name' | 'form' | 'receivers'>;

/** Nothing but its name tells from which ready-made kind a kind was made. */
function readyMadeOf({ name }: Pick<Kind, 'name'>): KindToStaff | undefined {
  const isNamed = (each: KindToStaff) => caseless(each.name) === caseless(name);
  return Object.values(READY_MADE).flat().find(isNamed);
}

/**
 * Returns the fields that the ready-made kind of the same name has, and the form of a kind does not. A field with a role
 * is left out if another has that role, under whatever name.
 */
export function newerFieldsOf(kind: Kind): string[] {
  const ready = readyMadeOf(kind);
  const own = propertiesOf(kind.form);
  const roles = new Set(Object.values(own).flatMap((field) => roleOf(field) ?? []));
  return Object.entries(propertiesOf(ready?.form ?? {}))
    .filter(([name, field]) => !Object.hasOwn(own, name) && !roles.has(roleOf(field) ?? ''))
    .map(([name]) => name);
}

/**
 * Returns a kind with fields of its ready-made kind, each after the field that it follows there, and for the receivers
 * of the same names. All else stays.
 */
export function withNewer(kind: HandoffKindBody, fields: readonly string[]): HandoffKindBody {
  const ready = readyMadeOf(kind)!;
  const required = [
    ...namesIn(kind.form.required),
    ...namesIn(ready.form.required).filter((name) => fields.includes(name)),
  ];
  const form = { ...kind.form, required, properties: withProperties(kind.form, ready.form, fields) };
  const receivers = kind.receivers.map((receiver) => {
    const { sections } = ready.receivers.find(({ name }) => caseless(name) === caseless(receiver.name)) ?? {};
    if (receiver.sections === undefined || sections === undefined) return receiver;
    return { ...receiver, sections: [...receiver.sections, ...fields.filter((name) => sections.includes(name))] };
  });
  return structuredClone({ ...kind, form, receivers });
}

/** Returns those of the fields that a kind lacks: others it has taken already. */
export function lackingOf(kind: Kind, fields: readonly string[]): string[] {
  const newer = newerFieldsOf(kind);
  return fields.filter((name) => newer.includes(name));
}

export function faultsOfNewer(kind: Kind, fields: readonly string[]): Fault[] {
  const newer = newerFieldsOf(kind);
  const known =
    newer.length === 0
      ? 'The kind has every field of its template.'
      : `This kind can add only these fields of its template: ${newer.join(', ')}.`;
  return fields.flatMap((name, place) =>
    newer.includes(name) || isTaken(kind, name) ? [] : [fault(`/fields${step(place)}`, 'unknownField', known)],
  );
}

/** Reports whether a kind and its ready-made one both have a field. */
function isTaken(kind: Kind, name: string): boolean {
  return [kind.form, readyMadeOf(kind)?.form ?? {}].every((form) => Object.hasOwn(propertiesOf(form), name));
}

function withProperties(own: JsonRecord, ready: JsonRecord, fields: readonly string[]): JsonRecord {
  const entries = Object.entries(propertiesOf(own));
  const order = Object.keys(propertiesOf(ready));
  for (const name of order.filter((each) => fields.includes(each))) {
    const before = order.slice(0, order.indexOf(name));
    const place = entries.findLastIndex(([each]) => before.includes(each));
    entries.splice(place + 1, 0, [name, propertiesOf(ready)[name]]);
  }
  return Object.fromEntries(entries);
}

function propertiesOf({ properties }: JsonRecord): JsonRecord {
  return isRecord(properties) ? properties : {};
}

function namesIn(required: unknown): string[] {
  return Array.isArray(required) ? (required as string[]) : [];
}

function roleOf(field: unknown): string | null {
  return isRecord(field) && typeof field.role === 'string' ? field.role : null;
}
