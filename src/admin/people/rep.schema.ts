import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { REPLANNED, WARNINGS } from '../../documents/version.schema.js';
import { AbsenceBody, RepBody, TeamBody } from '../../people/rep.dto.js';
import { id, instant, oneOf, pageOf, thing } from '../../platform/answer.js';
import { FaultSchema } from '../../platform/problem.schema.js';
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

const RepResultSchema = thing('RepResult', 'What became of one rep.', {
  index: Type.Integer({ minimum: 0, description: 'Its place among the reps sent, from 0.' }),
  status: oneOf(['created', 'replaced', 'unchanged', 'invalid'], { description: 'What was done.' }),
  id: Type.Optional(id('Of the rep; absent when it is invalid.')),
  errors: Type.Optional(
    Type.Array(FaultSchema, { description: 'Everything that is wrong with it; nothing of it is kept.' }),
  ),
});
export type RepResult = Static<typeof RepResultSchema>;

export const RepBatchResults = thing('RepBatchResults', 'What became of a batch of reps.', {
  results: Type.Array(RepResultSchema, { description: 'One for each, in their order.' }),
});

export const TeamSchema = resourceOf('Team', 'Reps who belong together.', TeamBody, {
  ...WARNINGS,
  ...REPLANNED,
});

const { reason, openLeads } = AbsenceBody.properties;

export const AbsenceSchema = thing('Absence', 'Time in which a rep is away.', {
  id: id('Of the absence.'),
  repId: id('The rep who is away.'),
  from: instant('When it begins.'),
  to: instant('When it ends (exclusive).'),
  reason,
  openLeads,
  createdAt: instant('When it was entered.'),
  ...REPLANNED,
});
export type AbsenceView = Static<typeof AbsenceSchema>;

export const AbsencePage = pageOf(AbsenceSchema);
