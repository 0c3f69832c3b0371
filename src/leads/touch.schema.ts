import { type Static, Type } from '@sinclair/typebox';
import { AuthorSchema } from '../platform/actor.schema.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../platform/answer.js';
import { FaultSchema } from '../platform/problem.schema.js';
import { TouchBody } from './activity.dto.js';

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
  note: nullable(Type.String(), 'What was noted; null for nothing.'),
  externalId: nullable(Type.String(), 'Its id where it came from; null for none.'),
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

const TouchResultSchema = thing('TouchResult', 'What became of one touch.', {
  index: Type.Integer({ minimum: 0, description: 'Its place among the touches sent, from 0.' }),
  status: oneOf(['recorded', 'existing', 'noMatch', 'invalid'], {
    description:
      'What was done. `existing`: this lead has a touch with this `externalId`. `noMatch`: no lead fits that the key may work on, or several do of which not exactly one is open.',
  }),
  id: Type.Optional(id('Of the touch, where it is recorded or existing.')),
  leadId: Type.Optional(id('The lead that it is a touch of.')),
  errors: Type.Optional(
    Type.Array(FaultSchema, { description: 'Everything that is wrong with it; nothing of it is kept.' }),
  ),
});
export type TouchResult = Static<typeof TouchResultSchema>;

export const TouchResults = thing('TouchResults', 'What became of a batch of touches.', {
  results: Type.Array(TouchResultSchema, { description: 'One for each, in their order.' }),
});
