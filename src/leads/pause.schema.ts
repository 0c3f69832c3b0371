import { Type } from '@sinclair/typebox';
import { PAUSE_KINDS } from '../clocks/pause.js';
import { AuthorSchema } from '../platform/actor.schema.js';
import { id, instant, listOf, nullable, oneOf, thing } from '../platform/answer.js';

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
