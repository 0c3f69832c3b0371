import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { REPLANNED, WARNINGS } from '../../documents/version.schema.js';
import { AbsenceBody, RepBody, TeamBody } from '../../people/rep.dto.js';
import { FaultSchema } from '../../platform/input/problem.schema.js';
import { id, instant, objectSchema, oneOf, optionalOneOf, pageOf } from '../../platform/input/schema.js';
import { NOT_RECEIVING } from '../../routing/pools/receiving.js';

export const ReceivingSchema = objectSchema(
  'Receiving',
  'Whether routing would give a rep new leads right now. Conditions of a single lead (its former owners, its rule) are not considered.',
  {
    now: Type.Boolean({ description: 'Whether the rep gets new leads now.' }),
    why: optionalOneOf(NOT_RECEIVING, {
      description:
        'The reason, as in traces; of several, the most lasting. `noPool`: the rep is in no pool, no rule names them, and none gives them the leads of their accounts. `noRule`: no rule or fallback leads to their pools. `fallback`: leads reach their pools only if others cannot take them. Absent while they get leads.',
    }),
    until: Type.Optional(
      instant(
        'If they get no leads: when they get leads again without any action; absent if a person has to act, for example with a touch that frees capacity. If they get leads in their working time: when it ends.',
      ),
    ),
    sentence: Type.String({ description: 'The same in one sentence.' }),
  },
);

export const RepSchema = resourceOf('Rep', 'A person who works on leads.', RepBody, {
  ...REPLANNED,
  ...WARNINGS,
  timeZone: Type.String({
    description: "Their IANA time zone: their own, else their calendar's, else that of the settings.",
  }),
  available: Type.Boolean({
    description:
      'Whether they are set to get new leads; `receiving` says whether they do. Running clocks are not affected.',
  }),
  unavailableUntil: Type.Optional(instant('When they become available again automatically.')),
  receiving: ReceivingSchema,
});

export const RepPage = pageOf(RepSchema);

export const RepNames = objectSchema('RepNames', 'What reps are called.', {
  data: Type.Array(
    objectSchema('RepName', 'What a rep is called.', {
      id: id('The id of the rep.'),
      name: Type.String({ description: 'Their name.' }),
      active: Type.Boolean({ description: 'Whether they still work here.' }),
    }),
    { description: 'All reps, oldest first.' },
  ),
});

const RepResultSchema = objectSchema('RepResult', 'The result for one rep.', {
  index: Type.Integer({ minimum: 0, description: 'Its index in the request, from 0.' }),
  status: oneOf(['created', 'replaced', 'unchanged', 'invalid'], { description: 'What was done.' }),
  id: Type.Optional(id('The id of the rep; absent if it is invalid.')),
  errors: Type.Optional(
    Type.Array(FaultSchema, { description: 'Everything that is wrong with it; none of it is stored.' }),
  ),
});
export type RepResult = Static<typeof RepResultSchema>;

export const RepBatchResults = objectSchema('RepBatchResults', 'The results of a batch of reps.', {
  results: Type.Array(RepResultSchema, { description: 'One for each, in the order of the request.' }),
});

export const TeamSchema = resourceOf('Team', 'A team of reps.', TeamBody, {
  ...WARNINGS,
  ...REPLANNED,
});

const { reason, openLeads } = AbsenceBody.properties;

export const AbsenceSchema = objectSchema('Absence', 'A span of time in which a rep is away.', {
  id: id('The id of the absence.'),
  repId: id('The rep who is away.'),
  from: instant('When it starts.'),
  to: instant('When it ends (exclusive).'),
  reason,
  openLeads,
  coverRepId: Type.Optional(id('The cover; absent for none.')),
  createdAt: instant('When it was recorded.'),
  ...WARNINGS,
  ...REPLANNED,
});
export type AbsenceView = Static<typeof AbsenceSchema>;

export const AbsencePage = pageOf(AbsenceSchema);
