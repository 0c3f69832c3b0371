import type { LeadInput } from '../vocabulary/lead-fields.js';
import { folded } from './words.js';

/** The name of a person, as a form has it: in one field, or in two. */
export type PersonName = Pick<NonNullable<LeadInput['contact']>, 'name' | 'firstName' | 'lastName'>;

const SPACES = /\s+/u;

/** Returns a person's whole name for comparison, without case and accents; null without one. */
function wholeNameOf({ name, firstName, lastName }: PersonName): string | null {
  return folded(name ?? [firstName, lastName].filter((part) => part !== undefined).join(' ')).trim() || null;
}

const TITLES: ReadonlySet<string> = new Set(['dr', 'prof', 'mr', 'mrs', 'ms', 'herr', 'frau']);

/** Returns a name by which spellings of one are the same: `Dr. Kim Lee`, `Lee, Kim`; null without one. */
export function nameKeyOf(person: PersonName): string | null {
  const words = (wholeNameOf(person) ?? '').split(/[^\p{L}\p{M}\p{N}]+/u);
  const kept = words.filter((word) => word !== '' && !TITLES.has(word));
  return kept.length === 0 ? null : kept.sort().join(' ');
}

/** Reports whether two names can be one person's: the same last name, or one of them has none. */
export function namesAgree(one: PersonName, other: PersonName): boolean {
  const [last, others] = [lastNameOf(one), lastNameOf(other)];
  return last === null || others === null || last === others;
}

/** `Kim Lee` and `Lee, Kim` end and begin with it; a single word may be a first name. */
function lastNameOf(person: PersonName): string | null {
  if (person.lastName !== undefined) return folded(person.lastName).trim() || null;
  const whole = person.name === undefined ? null : wholeNameOf({ name: person.name });
  if (whole === null) return null;
  const comma = whole.indexOf(',');
  if (comma > 0) return whole.slice(0, comma).trim();
  const words = whole.split(SPACES);
  return words.length > 1 ? words.at(-1)! : null;
}
