import { Type } from '@sinclair/typebox';
import { AuthorSchema } from '../platform/actor.schema.js';
import { id, instant, nullable, pageOf, thing } from '../platform/answer.js';
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
