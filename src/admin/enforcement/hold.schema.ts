import { type Static, Type } from '@sinclair/typebox';
import { id, instant, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';
import { HoldBody, HoldScopeSchema } from '../../sla/hold.dto.js';
import { HOLD_MAKERS } from '../../sla/hold.js';

export const HoldSchema = thing('Hold', 'Time in which nothing follows from what falls due.', {
  id: id('Of the hold.'),
  scope: HoldScopeSchema,
  until: nullable(instant('When it ends by itself.'), 'When it ends by itself; null: when somebody deletes it.'),
  reason: Type.Optional(HoldBody.properties.reason),
  by: oneOf(HOLD_MAKERS, {
    description:
      'Who made it: a person, or the engine: because too many leads were to move at once, or because touches have fallen silent.',
  }),
  createdAt: instant('When it began.'),
  ended: Type.Optional(
    thing('EndedHold', 'That a hold is over.', {
      at: instant('When it ended.'),
      why: oneOf(['over', 'deleted'], { description: '`over`: its time had come; `deleted`: somebody deleted it.' }),
    }),
  ),
});
export type HoldView = Static<typeof HoldSchema>;

export const HoldPage = pageOf(HoldSchema);
