import type { PersonInText } from '../../contact/person-in-text.js';
import { isRecord } from '../../platform/sql/sql.js';

/**
 * Returns any JSON without the texts and names of fields that name a person.
 * @returns undefined if nothing is left
 */
export function jsonWithout(value: unknown, person: PersonInText): unknown {
  if (typeof value === 'string') return isNaming(value, person) ? undefined : value;
  if (Array.isArray(value)) return value.map((each) => jsonWithout(each, person)).filter((each) => each !== undefined);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, each]) => {
      const rest = isNaming(name, person) ? undefined : jsonWithout(each, person);
      return rest === undefined ? [] : [[name, rest]];
    }),
  );
}

function isNaming(text: string, person: PersonInText): boolean {
  return person.isAddress(text) || person.takenFrom(text) !== text;
}
