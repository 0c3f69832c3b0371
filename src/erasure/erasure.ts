import { ERASED_KINDS, type ErasedKind } from '../leads/personal-data.js';
import type { Row } from '../platform/sql/table.js';
import type { ERASURE } from './erasure.table.js';

export const REQUESTED_BY = ['email', 'phone', 'leadId'] as const;
export type RequestedBy = (typeof REQUESTED_BY)[number];
/** By what leads were erased: by their person, by an import that was undone, or by a submission that was deleted where it came from. */
export const ERASED_BY = [...REQUESTED_BY, 'import', 'submission'] as const;
export type ErasedBy = (typeof ERASED_BY)[number];

export type ErasedCounts = Readonly<Partial<Record<ErasedKind, number>>>;

/** The certificate of an erasure. It does not say who the person was. */
export type Erasure = Row<typeof ERASURE>;

export function added(one: ErasedCounts, other: ErasedCounts): ErasedCounts {
  const sum: Partial<Record<ErasedKind, number>> = { ...one };
  for (const [kind, count] of Object.entries(other) as [ErasedKind, number][])
    if (count > 0) sum[kind] = (sum[kind] ?? 0) + count;
  return sum;
}

/** Lists the counts with descriptions, in the order of `ERASED_KINDS`. */
export function inWords(counts: ErasedCounts): { what: string; rows: number }[] {
  return (Object.keys(ERASED_KINDS) as ErasedKind[]).flatMap((kind) =>
    counts[kind] === undefined ? [] : [{ what: ERASED_KINDS[kind], rows: counts[kind] }],
  );
}

/** Lists what is kept, and why, if there is any of it. */
export function keptOf({
  leads,
  inquiries,
  suppressions,
}: Readonly<Record<'leads' | 'inquiries' | 'suppressions', number>>): { what: string; why: string; rows: number }[] {
  const ofLeads = {
    what: 'The existence of the leads: their ids, where they came from, when, who had them, what was promised and done, and what became of them',
    why: 'Counts and reports stay true. They do not show whose leads they were.',
    rows: leads,
  };
  const ofInquiries = {
    what: 'The existence of further forms: their ids, where they came from, when, and which leads they joined',
    why: 'The histories of those leads stay true. They do not show who sent the forms.',
    rows: inquiries,
  };
  const ofSuppressions = {
    what: 'Suppressions in force, as hashes of an address or a number',
    why: 'A person who does not want to be contacted is not contacted, even if their data is sent again. Suppressions can be deleted one by one.',
    rows: suppressions,
  };
  return [ofLeads, ofInquiries, ofSuppressions].filter(({ rows }) => rows > 0);
}
