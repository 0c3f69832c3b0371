import type { EventType } from '../events/event.js';
import { become, type VerifiedEvent, type VerifiedSubjects } from '../events/verified.js';

const withOwner: VerifiedEvent = (story, { data: { ownerRepId } }) => become(story, { ownerRepId });
const stands =
  (stage: 'open' | 'won' | 'lost'): VerifiedEvent =>
  (story, { data: { ownerRepId } }) =>
    become(story, { ownerRepId, stage });

/** What each event changes of a deal; invariants compare the rest of its row with the latest event. */
const DEAL_EFFECTS: Readonly<Record<Extract<EventType, `deal.${string}`>, VerifiedEvent>> = {
  'deal.created': (story, { data: { ownerRepId } }) => become(story, { ownerRepId, stage: 'open', cycle: 1 }),
  'deal.updated': withOwner,
  'deal.touched': withOwner,
  'deal.touchVoided': withOwner,
  'deal.won': stands('won'),
  'deal.delivered': withOwner,
  'deal.lost': stands('lost'),
  'deal.reopened': stands('open'),
  'deal.contracted': withOwner,
  'deal.expansionProposed': withOwner,
  'deal.proposalClosed': withOwner,
  'deal.undone': withOwner,
};

/** Promises are out of date between a change and the look that follows it. */
const IS_LOOKED_AT = `not exists (
  select from deal_look where deal_look.deal_id = deal.id and deal_look.due_at <= deal.updated_at)`;

/** Deals and their promises by the ledger, by their tables, and the invariants of both. */
export const VERIFIED_DEALS: VerifiedSubjects = {
  subjectType: 'deal',
  beginsWith: 'deal.created',
  endsWith: 'deal.undone',
  tellings: DEAL_EFFECTS,
  row: `select id, id as of, event_seq as "lastSeq", event_xid::text as "lastXid", created_at as "madeAt", owner_rep_id as "ownerRepId", stage, 1 as cycle
    from deal where id > $1 and id <= $2`,
  rowsAbout: {},
  invariants: {
    'what a deal promises is owed by its owner, while it is open': `
      select 'clock ' || clock.id || ' of deal ' || deal.id as row, clock.kind, clock.rep_id as "repId",
             deal.owner_rep_id as "ownerRepId", deal.stage
        from clock join deal on deal.id = clock.deal_id
       where deal.id > $1 and deal.id <= $2 and clock.state = 'running'
         and (deal.stage <> 'open' or clock.rep_id is distinct from deal.owner_rep_id) and ${IS_LOOKED_AT}`,
    'a promise about the date of a deal is about its present date': `
      select 'clock ' || clock.id || ' of deal ' || deal.id as row, clock.started_at as about, expected_close_at as "expectedCloseAt"
        from clock join deal on deal.id = clock.deal_id
       where deal.id > $1 and deal.id <= $2 and clock.state = 'running' and clock.kind = 'dealDate'
         and clock.started_at is distinct from expected_close_at and ${IS_LOOKED_AT}`,
  },
};
