import { type TProperties, type TSchema, Type } from '@sinclair/typebox';
import { BATCH_ENTRIES_MAX } from '../bodies/body.js';
import { FaultSchema } from './problem.schema.js';
import { id, object, objectSchema, oneOf, text } from './schema.js';

/* Batches of things that programs report, each identified by its id in another system and checked on its own. */

const STATUSES = ['created', 'updated', 'unchanged', 'invalid'] as const;

/** The outcome of one entry of a batch. */
export interface EntryResult {
  readonly index: number;
  readonly status: (typeof STATUSES)[number];
  readonly id?: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly message: string }[];
  readonly warnings?: readonly { readonly pointer: string; readonly message: string }[];
}

/** The id in another system that identifies an entry of a batch. @param what noun for an entry, such as `contract` */
export function entryRef(what: string, description: string) {
  return object(
    {
      system: text(100, 'The other system.'),
      id: text(300, `The id that the ${what} has there.`),
    },
    { description },
  );
}

/** @param each schema of an entry */
export function entriesOf<Each extends TSchema>(each: Each, description: string) {
  return Type.Array(each, { minItems: 1, maxItems: BATCH_ENTRIES_MAX, description });
}

/**
 * One result for each entry of a batch. @param name of an entry, such as `Contract` @param more fields of a result
 * besides its outcome
 */
export function resultsOf(name: string, more: TProperties = {}) {
  const what = name.toLowerCase();
  const result = objectSchema(`${name}Result`, `What became of one ${what}.`, {
    index: Type.Integer({ minimum: 0, description: `Its place among the ${what}s sent, from 0.` }),
    status: oneOf(STATUSES, { description: 'What was done.' }),
    id: Type.Optional(id(`The id of the ${what}, unless it is invalid.`)),
    errors: Type.Optional(Type.Array(FaultSchema, { description: 'All that is wrong with it; none of it is stored.' })),
    ...more,
  });
  return objectSchema(`${name}BatchResults`, `The results of a batch of ${what}s.`, {
    results: Type.Array(result, { description: 'One for each, in the order of the request.' }),
  });
}
