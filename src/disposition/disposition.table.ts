import {
  bigint,
  boolean,
  code,
  Field,
  instant,
  int,
  jsonb,
  list,
  numeric,
  table,
  text,
  uuid,
} from '../platform/sql/table.js';
import type { Actor } from '../platform/values/actor.js';

/** As of an event of the lead. Both tables draw their `seq` from one sequence, because one feed has the rows of both. */
const place = {
  epoch: int(),
  xid: Field.of<string>('xid8').default('pg_current_xact_id()'),
};

/** An outcome of a lead, with its reason. Rows never change; a later one can supersede them. */
export const DISPOSITION = table('disposition', 'leads', {
  id: uuid().key(),
  kind: code<'disposed' | 'corrected' | 'reversed'>(),
  supersedes: uuid().nullable(),
  leadId: uuid(),
  cycle: int(),
  category: code(),
  reason: code(),
  label: text().harmless(),
  intent: code(),
  note: text().nullable().personal(),
  fields: jsonb<Readonly<Record<string, string>>>().personal(),
  attempts: int(),
  /** The ids of the touches that prove it; null if it rests on the rep's word. */
  restsOn: list(uuid()).nullable(),
  /** Whether attempts were missing on which its reason rests: who closed it vouches for it. */
  withoutAttempts: boolean().default('false'),
  /** The suppression that closed the lead at intake; null if it was closed later. */
  suppressionId: uuid().nullable(),
  bulkId: uuid().nullable(),
  decidedAt: instant(),
  actorType: code<Actor['type']>(),
  actorId: uuid().nullable(),
  ...place,
  seq: bigint().default('generated'),
});

/** A milestone, a change of its value, or its reversal. Rows never change. */
export const MILESTONE_ENTRY = table('milestone_entry', 'leads', {
  id: uuid().key(),
  kind: code<'milestone' | 'revalued' | 'milestoneReversed'>(),
  supersedes: uuid().nullable(),
  milestoneId: uuid(),
  leadId: uuid(),
  amount: numeric().nullable(),
  currency: code().nullable(),
  note: text().nullable().personal(),
  /** Outbound touches by people until then. */
  attempts: int(),
  decidedAt: instant(),
  actorType: code<Actor['type']>(),
  actorId: uuid().nullable(),
  ...place,
  seq: bigint().default("nextval('disposition_seq_seq'::regclass)"),
});
