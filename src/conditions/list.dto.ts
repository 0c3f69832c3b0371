import { type Static, Type } from '@sinclair/typebox';
import { object } from '../platform/input/schema.js';
import { fold } from './text-memory.js';

/** Larger lists belong in a database. */
const LIST_VALUES_MAX = 100_000;
/** The total of all lists, which every node keeps in memory. */
export const LISTS_VALUES_MAX = 1_000_000;

export const ListBody = object({
  name: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'Its name, unique among lists, compared without case.',
  }),
  values: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
    maxItems: LIST_VALUES_MAX,
    description:
      'Texts, such as postcodes or domains, compared without case. Spaces around them are removed, and duplicates are stored once. All lists together may have 1,000,000.',
    examples: [['juno-foods.example', 'north-mills.example']],
  }),
});
export type ListBody = Static<typeof ListBody>;

export function normalisedList({ name, values }: ListBody): ListBody {
  const kept = new Map<string, string>();
  for (const value of values) {
    const text = value.trim();
    const key = fold(text);
    if (!kept.has(key)) kept.set(key, text);
  }
  return { name, values: [...kept.values()] };
}
