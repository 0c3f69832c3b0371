import { type Static, Type } from '@sinclair/typebox';
import { LEAD_CLOCK_KINDS } from '../../clocks/clock.js';
import { WarningSchema } from '../../documents/version.schema.js';
import { id, instant, nullable, objectSchema, oneOf, pageOf } from '../../platform/input/schema.js';
import { HoldBody, HoldScopeSchema } from '../../sla/hold.dto.js';
import { HOLD_MAKERS } from '../../sla/hold.js';

const UndoneSchema = objectSchema('UndoneMove', 'A lead that had moved because of a breach.', {
  leadId: id('The lead.'),
  fromRepId: nullable(id, 'The owner at the time of the request; null for none.'),
  toRepId: id('The owner before the move; if it is given back while they are absent, the rep who stands in for them.'),
  undone: Type.Boolean({ description: 'Whether it is given back; in a dry run, whether it would be.' }),
  why: Type.Optional(Type.String({ description: 'Why not, in one sentence.' })),
});

const OF_PROMISE = {
  leadId: id('The lead.'),
  kind: oneOf(LEAD_CLOCK_KINDS, { description: 'The kind of promise.' }),
  step: Type.Optional(Type.Integer({ minimum: 1, description: 'For a cadence, the step.' })),
  repId: nullable(id, 'The rep who owes it; null if the company does.'),
};

const StruckSchema = objectSchema('StruckMiss', 'A miss that is struck.', {
  ...OF_PROMISE,
  clockId: id('The id of the clock.'),
  policyId: id('The policy.'),
  policyVersion: Type.Integer({ minimum: 1, description: 'The version of the policy under which it was missed.' }),
  breachedAt: instant('When the miss was recorded.'),
});

const PromisedAgainSchema = objectSchema('PromisedAgain', 'A promise that runs again.', {
  ...OF_PROMISE,
  dueAt: nullable(instant, 'When it is due; null if that is not known.'),
});

const StruckTallySchema = objectSchema('StruckTally', 'The number of struck misses of a rep under a policy.', {
  repId: nullable(id, 'The rep who missed them; null for the company.'),
  policyId: id('The policy.'),
  struck: Type.Integer({ minimum: 1, description: 'The count.' }),
});

const number = (description: string) => Type.Integer({ minimum: 0, description });

export const UndoSchema = objectSchema('Undo', 'The result of undoing a span of time.', {
  undone: number('How many leads are given back.'),
  left: number('How many leads that moved stay where they are.'),
  struck: number('How many misses are struck.'),
  struckBefore: number(
    'How many misses in the span were struck before this request, by hand or by the same request sent earlier; 0 with `"strike": false`.',
  ),
  promised: number('How many promises run again, of leads that are given back and of those that stay.'),
  leads: Type.Array(UndoneSchema, { description: 'The first 10,000 of the leads that moved.' }),
  tally: Type.Array(StruckTallySchema, { description: 'The misses that are struck, by rep and policy.' }),
  misses: Type.Array(StruckSchema, { description: 'The first 10,000 of them, in the order of their leads.' }),
  promises: Type.Array(PromisedAgainSchema, {
    description: 'The first 10,000 of the promises, in the order of their leads.',
  }),
  failed: Type.Array(id('A lead.'), {
    description:
      'Leads that could not be undone and are unchanged; the log of the program says why. After 100 of them, all leads of a transaction are listed together. A dry run also lists those that it cannot calculate. Send the same request again once the cause is gone.',
  }),
  warnings: Type.Optional(
    Type.Array(WarningSchema, {
      minItems: 1,
      description:
        'What this does not repair: misses under a version that was saved within a day before `from`, and a version saved in the span that is still in force. Absent if there is none.',
    }),
  ),
});
export type UndoView = Static<typeof UndoSchema>;

export const HoldSchema = objectSchema('Hold', 'A span of time in which enforcement does nothing.', {
  id: id('The id of the hold.'),
  scope: HoldScopeSchema,
  until: nullable(instant, 'When it ends by itself; null if it lasts until somebody deletes it.'),
  reason: Type.Optional(HoldBody.properties.reason),
  by: oneOf(HOLD_MAKERS, {
    description:
      'Who created it: a person, or the engine, because too many leads would have moved at once or because no more touches were reported.',
  }),
  createdAt: instant('When it began.'),
  ended: Type.Optional(
    objectSchema('EndedHold', 'The end of a hold.', {
      at: instant('When it ended.'),
      why: oneOf(['over', 'deleted'], { description: '`over`: it reached its end; `deleted`: somebody deleted it.' }),
    }),
  ),
});
export type HoldView = Static<typeof HoldSchema>;

export const HoldPage = pageOf(HoldSchema);
