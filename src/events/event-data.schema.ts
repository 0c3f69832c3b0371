import { Type } from '@sinclair/typebox';
import { id, instant, nullable } from '../platform/input/schema.js';
import { CONTRACT_EVENTS } from './contract-event-data.schema.js';
import { DEAL_EVENTS } from './deal-event-data.schema.js';
import { count, type EventShape, facts, ids, maybe, of, word } from './event-shape.js';
import { HANDOFF_EVENTS } from './handoff-event-data.schema.js';
import { INVOICE_EVENTS } from './invoice-event-data.schema.js';
import { LEAD_EVENTS } from './lead-event-data.schema.js';
import { SLA_EVENTS } from './sla-event-data.schema.js';

const AWAY = {
  absenceId: maybe(id('The id of the absence.')),
  until: maybe(instant('Its end, if it has one.')),
  cause: maybe(word('The cause, if it was neither an absence nor a person.')),
};
const SILENT_SOURCE = {
  source: word('Its code.'),
  since: instant('When its last lead before the silence came.'),
  silentAfter: maybe(word('How long it may be silent, a duration; absent if its usual rhythm decides.')),
};
const SILENCE = {
  keyId: id('The id of the program’s key.'),
  since: instant('When touches stopped coming.'),
  isHeld: Type.Boolean({ description: 'Whether enforcement is held for that reason.' }),
};
const scope = Type.Union(
  [
    Type.Literal('all'),
    facts({ source: word('A source.') }),
    facts({ poolId: id('A pool.') }),
    facts({ policyId: id('A policy.') }),
  ],
  { description: 'Which leads.' },
);

/** Documents of configuration, and their orders. */
export const CONFIGURATION_TYPES = [
  'rep',
  'team',
  'pool',
  'calendar',
  'policy',
  'policyOrder',
  'reason',
  'list',
  'queue',
  'source',
  'routing',
  'settings',
  'destination',
  'channel',
  'handoffKind',
  'handoffKindOrder',
  'recordConnector',
  'crmConnection',
  'inbound',
  'churnReason',
  'webhook',
  'key',
] as const;

/** All types of events, in the order in which they are listed. Served by `GET /v1/events/schemas`, and every event in a test is validated against it. */
export const EVENT_SHAPES = {
  ...LEAD_EVENTS,
  ...DEAL_EVENTS,
  ...CONTRACT_EVENTS,
  ...INVOICE_EVENTS,
  ...HANDOFF_EVENTS,
  ...SLA_EVENTS,
  'rep.away': of(['rep'], 'A rep is away.', AWAY),
  'rep.back': of(['rep'], 'A rep is back.', AWAY),
  'config.changed': of(CONFIGURATION_TYPES, 'A configuration document changed.', {
    kind: word('What was.'),
    version: maybe(count('Its new version.', 1)),
    change: word('What happened, such as created, replaced or deleted; of routing rules also planned or withdrawn.'),
    effectiveAt: maybe(instant('Of routing rules that are planned or withdrawn: when they were to take effect.')),
    plannedAt: maybe(instant('Of routing rules that were planned: when.')),
    restores: maybe(count('The earlier version that it restores.', 1)),
    policyIds: maybe(ids('policy', 'Policies, in their new order.')),
    kindIds: maybe(ids('kind of handoff', 'Kinds of handoff, in their new order.')),
    absenceId: maybe(id('The id of the absence.')),
    from: maybe(instant('When it starts.')),
    to: maybe(instant('When it ends.')),
    openLeads: maybe(word('What happens to their open leads.')),
    leavesAt: maybe(instant('When they are to leave.')),
    coverRepId: maybe(id('The cover.')),
  }),
  'feedback.sent': of(['destination'], 'A batch of conversions was sent to an ad platform.', {
    batchId: maybe(id('The id of the batch.')),
    sent: count('The number of accepted items.'),
    failed: count('The number of rejected items.'),
  }),
  'feedback.expired': of(['destination'], 'Items expired before they were sent.', {
    deliveries: count('The count.', 1),
  }),
  'suppression.added': of(['suppression'], 'A suppression was added.', {
    kind: word('The kind of identifier: email, phone or domain.'),
    reason: word('The code of the reason.'),
    until: nullable(instant('When it ends; null for never.')),
    leadId: maybe(id('The lead whose disposition created it.')),
  }),
  'suppression.lifted': of(['suppression'], 'A suppression was lifted.', { why: word('The reason.') }),
  'hold.begun': of(['hold'], 'A hold began.', {
    scope,
    until: nullable(instant('When it ends; null if it lasts until a person ends it.')),
    by: word('Who began it: a person, the storm breaker or the silence alarm.'),
    keyId: maybe(id('The id of the key that stopped reporting.')),
    moves: maybe(count('The number of moves that were allowed.', 1)),
    per: maybe(word('The span in which they were allowed, a duration.')),
  }),
  'hold.ended': of(['hold'], 'A hold ended.', { why: word('The reason.') }),
  'source.silent': of(['source'], 'No leads come from a source any more.', SILENT_SOURCE),
  'source.back': of(['source'], 'Leads come from a source again.', SILENT_SOURCE),
  'touches.silent': of(['key'], 'A program stopped reporting touches.', SILENCE),
  'touches.back': of(['key'], 'The program reports touches again.', SILENCE),
  'import.started': of(['import'], 'Rows of a file began to be taken in.', {
    of: word('What its rows are, such as leads or accounts.'),
    rows: count('The number of rows.'),
  }),
  'import.done': of(['import'], 'An import has ended.', {
    state: word('How it ended: done, cancelled or failed.'),
    rows: count('The number of rows.'),
    created: count('How many became something new.'),
    joined: count('How many joined a lead of the same person, or changed what was there.'),
    unchanged: count('How many were there already.'),
    rejected: count('How many were refused.'),
  }),
  'import.undone': of(['import'], 'An import was undone.', {
    undone: count('How many of the things that it had made were taken back.'),
    kept: count('How many were not, because somebody has worked on them since or something names them by now.'),
  }),
  'system.heartbeat': of(['system'], 'Somebody enforces.', {
    overdueClocks: count('The number of clocks that are overdue and not yet enforced.'),
  }),
} satisfies Record<string, EventShape>;
