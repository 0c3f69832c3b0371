import { Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { REPLANNED } from '../../documents/replanned.schema.js';
import { RepBody } from '../../people/rep.dto.js';
import { instant, oneOf, pageOf, thing } from '../../platform/answer.js';
import { NOT_RECEIVING } from '../../routing/receiving.js';

export const ReceivingSchema = thing(
  'Receiving',
  'Whether new leads are dealt to somebody at this moment, by the same rules as they are; what a single lead brings along (who has had it, what its rule asks) is not looked at.',
  {
    now: Type.Boolean({ description: 'Whether they are.' }),
    why: Type.Optional(
      oneOf(NOT_RECEIVING, {
        description:
          'What stands in the way, in the words of traces, of several the most lasting; `noPool`: they are in no pool and named by no rule; `noRule`: no rule and no fallback leads to a pool of theirs; `fallback`: leads come to their pools only when others, who are asked first, have nobody. Absent while they get leads.',
      }),
    ),
    until: Type.Optional(
      instant(
        'While they get none: when they get some again, as far as the passing of time alone brings it about; absent where it needs something else besides, such as a touch that frees capacity. While they get some in their working time: when that ends.',
      ),
    ),
    sentence: Type.String({ description: 'The same in plain words.' }),
  },
);

export const RepSchema = resourceOf('Rep', 'Somebody who owns leads.', RepBody, {
  ...REPLANNED,
  timeZone: Type.String({
    description: 'Their IANA time zone: their own, else that of their calendar, else that of the settings.',
  }),
  available: Type.Boolean({
    description: 'Whether new leads may come, as it was set; `receiving` says whether any do. Running clocks run on.',
  }),
  unavailableUntil: Type.Optional(instant('When they become available again by themselves.')),
  receiving: ReceivingSchema,
});

export const RepPage = pageOf(RepSchema);
