import { Type } from '@sinclair/typebox';
import { id, instant, nullable, oneOf, thing } from '../platform/answer.js';
import { MILESTONES } from './milestone.js';

export const ValueSchema = thing('Value', 'What something is worth.', {
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
