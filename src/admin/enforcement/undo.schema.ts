import { type Static, Type } from '@sinclair/typebox';
import { LEAD_CLOCK_KINDS } from '../../clocks/clock.js';
import { WarningSchema } from '../../documents/version.schema.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';
import { HoldBody, HoldScopeSchema } from '../../sla/hold.dto.js';
import { HOLD_MAKERS } from '../../sla/hold.js';

const UndoneSchema = thing('UndoneMove', 'A lead that had moved because of a breach.', {
  leadId: id('The lead.'),
  fromRepId: nullable(id('Who had it when it was asked.'), 'Who had it when it was asked; null where nobody did.'),
  toRepId: id('Who had it before it moved.'),
  undone: Type.Boolean({ description: 'Whether it is given back; in a dry run, whether it would be.' }),
  why: Type.Optional(Type.String({ description: 'Why not, in one plain sentence.' })),
});

const OF_PROMISE = {
  leadId: id('The lead.'),
  kind: oneOf(LEAD_CLOCK_KINDS, { description: 'What was promised.' }),
  step: Type.Optional(Type.Integer({ minimum: 1, description: 'Of a cadence: which step.' })),
  repId: nullable(id('Who owes it.'), 'Who owes it; null where it is the company.'),
};

const StruckSchema = thing('StruckMiss', 'A miss that is struck.', {
  ...OF_PROMISE,
  clockId: id('Of the clock.'),
  policyId: id('The policy.'),
  policyVersion: Type.Integer({ minimum: 1, description: 'The version under which it was missed.' }),
  breachedAt: instant('When it was judged missed.'),
});

const PromisedAgainSchema = thing('PromisedAgain', 'A promise that runs and did not before.', {
  ...OF_PROMISE,
  dueAt: nullable(instant('When it is due.'), 'When it is due; null where that is not known.'),
});

const StruckTallySchema = thing('StruckTally', 'How many misses are struck of a rep under a policy.', {
  repId: nullable(id('Whose they were.'), 'Whose they were; null of the company.'),
  policyId: id('The policy.'),
  struck: Type.Integer({ minimum: 1, description: 'So many.' }),
});

const number = (description: string) => Type.Integer({ minimum: 0, description });

export const UndoSchema = thing('Undo', 'What is taken back of a span of time.', {
  undone: number('How many leads are given back.'),
  left: number('How many leads that moved stay where they are.'),
  struck: number('How many misses are struck.'),
  promised: number('How many promises run again, or instead: of leads that are given back, and of those that stay.'),
  leads: Type.Array(UndoneSchema, { description: 'The first 10,000 of the leads that moved.' }),
  tally: Type.Array(StruckTallySchema, { description: 'The misses that are struck, by rep and policy.' }),
  misses: Type.Array(StruckSchema, { description: 'The first 10,000 of them, in the order of their leads.' }),
  promises: Type.Array(PromisedAgainSchema, {
    description: 'The first 10,000 of the promises, in the order of their leads.',
  }),
  warnings: Type.Optional(
    Type.Array(WarningSchema, {
      minItems: 1,
      description:
        'What it does not mend: misses under a version that was saved in the day before `from`, and a version saved in the span that is still in force. Absent where there is nothing of the kind.',
    }),
  ),
});
export type UndoView = Static<typeof UndoSchema>;

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
