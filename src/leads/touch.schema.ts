import { Type } from '@sinclair/typebox';
import { PAUSE_KINDS } from '../clocks/pause.js';
import { EventSchema } from '../events/event.schema.js';
import { AuthorSchema } from '../platform/actor.schema.js';
import { id, instant, listOf, nullable, oneOf, pageOf, thing } from '../platform/answer.js';
import { TouchBody } from './activity.dto.js';
import { MILESTONES } from './touch.js';

const { kind, direction, outcome, automated } = TouchBody.properties;

const VoidedSchema = thing('VoidedTouch', 'Why a touch was taken back.', {
  at: instant('When.'),
  reason: Type.String({ description: 'Why, in the words of whoever did.' }),
  by: AuthorSchema,
});

const touch = {
  id: id('Of the touch.'),
  leadId: id('The lead.'),
  cycle: Type.Integer({ minimum: 1, description: 'The cycle of the lead that it belongs to.' }),
  kind,
  direction,
  outcome,
  occurredAt: instant('When it happened: of a call, its start.'),
  durationSeconds: nullable(
    Type.Integer({ minimum: 0 }),
    'How long it took, in whole seconds; null where that was not told.',
  ),
  repId: nullable(id('Who made it; null where that is not known.')),
  automated,
  note: nullable(Type.String(), 'The note; null for none.'),
  externalId: nullable(Type.String(), 'Its id in the system that it came from; null for none.'),
  recordedAt: instant('When it was reported.'),
  reportedBy: AuthorSchema,
  voided: nullable(VoidedSchema, 'That it was none, as it turned out; null while it stands.'),
};

export const TouchSchema = thing('Touch', 'A contact attempt.', touch);

export const TouchPage = pageOf(
  thing('TouchOfLead', 'A contact attempt, and what became of it.', {
    ...touch,
    firstTouch: nullable(
      Type.Boolean(),
      'Whether it was the first touch that an owner’s clock waited for, in time or late; null where no such clock ran.',
    ),
  }),
);

const ValueSchema = thing('Value', 'What something is worth.', {
  amount: Type.String({ description: 'A decimal number.' }),
  currency: Type.String({ description: 'The code of a currency (ISO 4217).' }),
});

export const milestone = {
  id: id('Of the milestone.'),
  name: oneOf(MILESTONES, { description: 'How far the lead had come.' }),
  occurredAt: instant('When it was reached.'),
  value: nullable(ValueSchema, 'What it is worth by now; null where that is not known.'),
};

export const MilestoneSchema = thing('Milestone', 'How far a lead has come.', {
  ...milestone,
  cycle: Type.Integer({ minimum: 1, description: 'The cycle of the lead that it belongs to.' }),
  reversedAt: nullable(
    instant('When it turned out to be none.'),
    'When it turned out to be none; null while it stands.',
  ),
});

export const PauseSchema = thing('Pause', 'A stretch of time in which clocks of a lead stand still.', {
  id: id('Of the pause.'),
  kind: oneOf(PAUSE_KINDS, {
    description:
      '`hand`: somebody said so, and what the owner owes stands still. `condition`: the lead meets the `pauseWhile` of its policy, and the company’s promise stands still as well.',
  }),
  cycle: Type.Integer({ minimum: 1, description: 'The cycle of the lead that it belongs to.' }),
  from: instant('Since when.'),
  until: nullable(instant('Until when.'), 'Until when; null until the lead no longer meets the condition.'),
  reason: nullable(Type.String(), 'Why, in the words of whoever made it; null for a condition.'),
  by: nullable(AuthorSchema, 'Who made it; null for a condition.'),
});

export const PauseList = listOf(PauseSchema);

const TimelineEntrySchema = thing('TimelineEntry', 'An event of a lead, with its sentence.', {
  ...EventSchema.properties,
  note: Type.Optional(
    Type.String({ description: 'What somebody wrote to it: of a touch its note, of a move by hand its reason.' }),
  ),
  text: Type.String({
    description: 'What happened, in one plain sentence.',
    examples: ['Moved from Ann to Bo: no call within 5 minutes'],
  }),
});

export const TimelinePage = pageOf(TimelineEntrySchema);
