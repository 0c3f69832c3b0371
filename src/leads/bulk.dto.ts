import { type Static, Type } from '@sinclair/typebox';
import { flag, object, optionalId } from '../platform/input/schema.js';
import { DispositionBody, Reason } from './activity.dto.js';
import { LeadListQuery } from './lead.dto.js';

/** The most leads that one request closes; more would keep the caller waiting too long, and need a job. */
export const BULK_MAX = 1_000;
/** The most working days over which leads come back. */
export const SPREAD_DAYS_MAX = 366;
/** The most sources and owners that a dry run lists. The difference from the total is what the others hold. */
export const GROUPS_MAX = 100;

const {
  limit: _,
  cursor: __,
  // Fields that only closed leads have.
  status: ___,
  category: ____,
  reason: _____,
  suppressionId: ______,
  sort: _______,
  fields: ________,
  count: _________,
  ...asked
} = LeadListQuery.properties;

const NAMED = {
  ids: Type.Optional(
    Type.Array(Type.String({ format: 'uuid' }), {
      minItems: 1,
      maxItems: BULK_MAX,
      description: 'The ids of the leads; either these or a `filter`.',
    }),
  ),
  filter: Type.Optional(
    object(asked, {
      minProperties: 1,
      description:
        'Open leads that match, as in `GET /v1/leads`: the oldest 1,000. `{ "untouchedSince": … }` finds leads that nobody works on any more.',
    }),
  ),
};
const NamedLeadsBody = object(NAMED);
export type NamedLeadsBody = Static<typeof NamedLeadsBody>;

export const BulkReassignBody = object({
  ...NAMED,
  to: object(
    {
      repId: optionalId('The new owner; either this or `poolId`.'),
      poolId: optionalId('The pool whose members get them in turn.'),
    },
    { description: 'The new owner or pool.' },
  ),
  reason: Reason,
  expectedOwnerId: optionalId('The owner that you expect; leads with another owner by then stay.'),
});
export type BulkReassignBody = Static<typeof BulkReassignBody>;

export const BulkClosingBody = object({
  ...NAMED,
  all: flag(
    false,
    'Closes all leads that the filter finds, however many, in a background job. The filter may then not use `email`, `phone`, `externalId`, `ref` or `q`.',
  ),
  disposition: { ...DispositionBody, description: 'The disposition that they are closed with.' },
  spreadOver: Type.Optional(
    Type.String({
      format: 'duration',
      description:
        'For nurture and recycle: the working days of the company over which the leads come back, such as `P20D`, evenly and in the order of their ids, from the day on which all would. By default all come back at once.',
    }),
  ),
});
export type BulkClosingBody = Static<typeof BulkClosingBody>;

export const DryRunFlag = object({
  dryRun: flag(false, 'Only returns what would be done, and changes nothing.'),
});
export type DryRunFlag = Static<typeof DryRunFlag>;
