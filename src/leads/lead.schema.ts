import { type Static, Type } from '@sinclair/typebox';
import { ClockSchema } from '../clocks/clock.schema.js';
import { CATEGORIES } from '../disposition/reason.entity.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../platform/answer.js';
import { FaultSchema } from '../platform/problem.schema.js';
import { LeadBody } from './lead.dto.js';
import { LEAD_STATUSES, WORK_STATES } from './lead.js';

const { owner: _, submittedAt: __, contact, clickIds, ...told } = LeadBody.properties;

export const ClickIdsSchema = thing('ClickIds', { ...clickIds.properties, clickedAt: Type.Optional(instant()) });

const PinnedPolicySchema = thing('PinnedPolicy', { id: id(), version: Type.Integer({ minimum: 1 }) });

const DispositionSchema = thing('Disposition', {
  id: id(),
  category: oneOf(CATEGORIES),
  reason: Type.String({ description: 'The code of the reason' }),
  label: Type.String(),
  note: nullable(Type.String()),
  fields: Type.Record(Type.String(), Type.String(), { description: 'What the reason requires' }),
  decidedAt: instant(),
});

export const LeadSchema = thing('Lead', {
  id: id(),
  ...told,
  contact: Type.Optional(contact, false),
  clickIds: Type.Optional(ClickIdsSchema),
  submittedAt: Type.Optional(instant()),
  receivedAt: instant({ description: 'When the request arrived' }),
  status: oneOf(LEAD_STATUSES),
  workState: oneOf(WORK_STATES),
  cycle: Type.Integer({ minimum: 1, description: 'A wake, a recycle or a reopen starts a new one' }),
  ownerId: nullable(id(), { description: 'Null in the queue' }),
  poolId: nullable(id()),
  rule: nullable(Type.String(), { description: 'The name of the routing rule that matched' }),
  policy: nullable(PinnedPolicySchema, { description: 'Null when none matched: no clock runs' }),
  clocks: Type.Array(ClockSchema, { description: 'Those of the present cycle' }),
  reassignments: Type.Integer({ minimum: 0, description: 'Changes of owner in the present cycle' }),
  disposition: nullable(DispositionSchema, { description: 'Null unless it is closed with a reason' }),
  issues: Type.Optional(
    Type.Array(oneOf(['noContact', 'unreadableEmail', 'unreadablePhone', 'unknownTimeZone']), {
      description: 'What is odd about it; it is taken all the same',
    }),
  ),
  waitingSince: nullable(instant(), { description: 'Since when it waits for somebody, in the queue or to be moved' }),
  updatedAt: instant(),
});

const UnseenLeadSchema = thing(
  'UnseenLead',
  { id: id(), status: oneOf(LEAD_STATUSES) },
  { description: 'All that a key is told of a lead that it may not see' },
);

/** To whoever sends a lead that is there already. */
export const ExistingLeadSchema = Type.Union([LeadSchema, UnseenLeadSchema], { $id: 'ExistingLead' });

export const LeadPage = pageOf(LeadSchema);

const BatchResultSchema = thing('BatchResult', {
  index: Type.Integer({ minimum: 0, description: 'Its place among the leads sent' }),
  status: oneOf(['created', 'existing', 'invalid']),
  id: Type.Optional(id({ description: 'Absent when it is invalid' })),
  errors: Type.Optional(
    Type.Array(FaultSchema, { description: 'Everything that is wrong with it; nothing of it is kept' }),
  ),
});
export type BatchResult = Static<typeof BatchResultSchema>;

export const BatchResults = thing('BatchResults', { results: Type.Array(BatchResultSchema) });
