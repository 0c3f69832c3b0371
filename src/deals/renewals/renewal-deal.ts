import { type Static, Type } from '@sinclair/typebox';
import { collectFaults, type Fault, fault } from '../../platform/input/fault.js';
import { id, instant, nullable, object, objectSchema, oneOf } from '../../platform/input/schema.js';
import { code, day, int } from '../../platform/sql/table.js';

/* A deal that renews one term of a contract, and follows that contract until the renewal is decided. */

const RENEWAL_ENDS = ['renewed', 'auto', 'notice', 'ended', 'withdrawn'] as const;
export type RenewalEnd = (typeof RENEWAL_ENDS)[number];

/** Columns of `deal`; null unless it renews a contract. */
export const RENEWAL_COLUMNS = {
  /** Which term of the contract it renews, counted from 1. */
  contractTerm: int().nullable(),
  lastDayForNotice: day().nullable(),
  /** Null while it is open, or if somebody ended it by hand. */
  endedBy: code<RenewalEnd>().nullable(),
  /** The code of the churn reason of the notice by which it was lost. */
  churnReason: code().nullable(),
};
type RenewalFields = typeof RENEWAL_COLUMNS;
export type OfTerm = { readonly [Name in keyof RenewalFields]: RenewalFields[Name]['value'] };

export const NO_RENEWAL: OfTerm = { contractTerm: null, lastDayForNotice: null, endedBy: null, churnReason: null };

/** The ending of generated names of renewals, as a regular expression. */
export const RENEWAL_NAME = ': Renewal from \\d{4}-\\d{2}-\\d{2}$';

export const NOT_ENDED = { endedBy: null, churnReason: null } as const;

const OriginalHandoffSchema = objectSchema(
  'OriginalHandoff',
  'The handoff of the deal by which the contract was sold.',
  {
    id: id('The id of the handoff.'),
    dealId: id('The deal by which the contract was sold.'),
    state: oneOf(['draft', 'running', 'done'], { description: 'Its state.' }),
    amendments: Type.Array(
      object(
        { formVersion: Type.Integer({ minimum: 1, description: 'The form as it was then.' }), at: instant('When.') },
        { description: 'An amendment.' },
      ),
      { description: 'When its form was amended since, oldest first.' },
    ),
    promises: Type.Array(
      object(
        {
          kind: Type.String({ description: 'The kind of the promise, such as `handoffComplete` or `handoffBlocker`.' }),
          repId: nullable(id, 'Who owes it; null for nobody.'),
          dueAt: nullable(instant, 'By when; null without a deadline.'),
        },
        { description: 'A promise.' },
      ),
      {
        description:
          'Its promises that are still owed, open questions and blockers included. `GET /v1/handoffs/{id}` has all of it.',
      },
    ),
  },
);
export type OriginalHandoffView = Static<typeof OriginalHandoffSchema>;

export const RenewalOfDealSchema = objectSchema('RenewalOfDeal', 'Which term of its contract a deal renews.', {
  term: Type.Integer({ minimum: 1, description: 'The number of the term, the first one being 1.' }),
  lastDayForNotice: Type.String({
    format: 'date',
    description:
      'The last day for notice of the term: with it, notice ends the contract that renews by itself. A contract that does not may still be renewed until its end.',
  }),
  cause: nullable(
    oneOf(RENEWAL_ENDS, {
      description:
        'What ended it. Won: `renewed`, the next term was signed; `auto`, it began by itself. Lost: `notice`, notice was given; `ended`, the contract ended without a renewal; `withdrawn`, there is nothing to renew any more.',
    }),
    'What in the contract ended it; null while it is open, or if a person ended it.',
  ),
  churnReason: nullable(
    Type.String(),
    'The code of the churn reason of the notice by which it was lost; null for none.',
  ),
  original: nullable(
    OriginalHandoffSchema,
    'The handoff of the deal by which the contract was sold; null if there was none, or if that deal is not known.',
  ),
});

export function renewalView(
  { contractTerm, lastDayForNotice, endedBy, churnReason }: OfTerm,
  original: OriginalHandoffView | null,
) {
  if (contractTerm === null) return null;
  return { term: contractTerm, lastDayForNotice: lastDayForNotice!, cause: endedBy, churnReason, original };
}

/** What events record of it: which term it renews, and what ended it. */
export function renewalFacts({
  contractId,
  contractTerm,
  endedBy,
  churnReason,
}: OfTerm & { contractId: string | null }) {
  if (contractTerm === null) return {};
  const end = endedBy === null ? {} : { cause: endedBy, ...(churnReason !== null && { churnReason }) };
  return { contractId, contractTerm, ...end };
}

/** The contract decides these fields of its renewal. @param was null for a deal that renews no term */
export function faultsOfTerm(
  was: {
    readonly contractTerm: number | null;
    readonly contractId: string | null;
    readonly accountId: string | null;
  } | null,
  reported: {
    readonly type?: string;
    readonly contractId?: string;
    readonly account?: { readonly id?: string; readonly name?: string };
  },
): Fault[] {
  if (was === null || was.contractTerm === null) return [];
  const stays = (pointer: string, what: string): Fault =>
    fault(pointer, 'value', `It is the renewal of contract ${was.contractId}: ${what}.`);
  return collectFaults(
    reported.type !== 'renewal' && stays('/type', 'its type stays'),
    reported.contractId?.toLowerCase() !== was.contractId && stays('/contractId', 'that stays'),
    reported.account?.id !== was.accountId &&
      stays('/account', 'its account is that of the contract, which may be transferred'),
  );
}
