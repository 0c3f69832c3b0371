import { Type } from '@sinclair/typebox';
import { PAUSE_KINDS } from '../clocks/pause.js';
import { EventSchema } from '../events/event.schema.js';
import { AuthorSchema } from '../platform/input/actor.schema.js';
import { id, instant, listOf, nullable, objectSchema, oneOf, pageOf } from '../platform/input/schema.js';
import { LeadTouchBody } from './activity.dto.js';
import { MILESTONES } from './touch.js';

const { kind, direction, outcome, automated, goodbye } = LeadTouchBody.properties;

const VoidedSchema = objectSchema('VoidedTouch', 'The voiding of a touch.', {
  at: instant('When.'),
  reason: Type.String({ description: 'The reason given.' }),
  by: AuthorSchema,
});

export const touch = {
  id: id('The id of the touch.'),
  leadId: id('The lead.'),
  cycle: Type.Integer({ minimum: 0, description: 'The lead’s cycle in which it happened.' }),
  kind,
  direction,
  outcome,
  occurredAt: instant('When it happened; for a call, its start.'),
  durationSeconds: nullable(Type.Integer({ minimum: 0 }), 'Its duration in whole seconds; null if not reported.'),
  repId: nullable(id('The rep who made it; null if not known.')),
  automated,
  goodbye,
  meetingAt: nullable(instant('When the meeting that was booked takes place; null if not known.')),
  note: nullable(Type.String(), 'The note; null for none.'),
  externalId: nullable(Type.String(), 'Its id in the system that it came from; null for none.'),
  recordedAt: instant('When it was reported.'),
  reportedBy: AuthorSchema,
  voided: nullable(VoidedSchema, 'When and why it was voided; null if it was not.'),
};

export const TouchSchema = objectSchema('Touch', 'A contact attempt.', touch);

export const NoteSchema = objectSchema('Note', 'A note about a lead.', {
  id: id('The id of the note.'),
  text: Type.String({ description: 'The note.' }),
  notedAt: instant('When it was added.'),
  by: AuthorSchema,
});

export const TouchPage = pageOf(
  objectSchema('TouchOfLead', 'A contact attempt, with its effect on the first touch.', {
    ...touch,
    firstTouch: nullable(
      Type.Boolean(),
      'Whether it was the owner’s first touch, on time or late; null if no such clock ran.',
    ),
  }),
);

const ValueSchema = objectSchema('Value', 'A value.', {
  amount: Type.String({ description: 'A decimal number.' }),
  currency: Type.String({ description: 'The code of a currency (ISO 4217).' }),
});

export const milestone = {
  id: id('The id of the milestone.'),
  name: oneOf(MILESTONES, { description: 'The milestone.' }),
  occurredAt: instant('When it was reached.'),
  value: nullable(ValueSchema, 'Its present value; null if not known.'),
};

export const MilestoneSchema = objectSchema('Milestone', 'A milestone of a lead.', {
  ...milestone,
  cycle: Type.Integer({ minimum: 0, description: 'The lead’s cycle in which it happened.' }),
  reversedAt: nullable(instant, 'When it was reversed; null if it was not.'),
});

export const PauseSchema = objectSchema('Pause', 'A span of time in which clocks of a lead are paused.', {
  id: id('The id of the pause.'),
  kind: oneOf(PAUSE_KINDS, {
    description:
      '`hand`: a person paused the owner’s clocks. `condition`: the lead matches `pauseWhile` of its policy, which pauses the company’s clock as well.',
  }),
  cycle: Type.Integer({ minimum: 0, description: 'The lead’s cycle in which it happened.' }),
  from: instant('Since when.'),
  until: nullable(instant, 'When it ends; null while the lead matches the condition.'),
  reason: nullable(Type.String(), 'The reason given; null for a condition.'),
  by: nullable(AuthorSchema, 'The rep or key that paused it; null for a condition.'),
});

export const PauseList = listOf(PauseSchema);

const TimelineEntrySchema = objectSchema('TimelineEntry', 'An event of a lead, with its sentence.', {
  ...EventSchema.properties,
  note: Type.Optional(
    Type.String({ description: 'The text that a person added: the note of a touch, the reason of a move.' }),
  ),
  text: Type.String({
    description: 'What happened, in one sentence.',
    examples: ['Moved from Ann to Bo: no call within 5 minutes'],
  }),
});

export const TimelinePage = pageOf(TimelineEntrySchema);
