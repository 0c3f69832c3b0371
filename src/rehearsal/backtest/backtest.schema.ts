import { type Static, type TProperties, Type } from '@sinclair/typebox';
import { id, instant, nullable, object, objectSchema } from '../../platform/input/schema.js';
import { PolicyShape } from '../../sla/policy.dto.js';
import type { PromiseKind } from './outcome.js';
import { EXAMPLES_MAX, ROWS_MAX } from './result.js';

export const DryRunBody = object({
  policy: Type.Optional({ ...PolicyShape, description: 'One policy; leads that it does not match have none.' }),
  policies: Type.Optional(
    Type.Array(PolicyShape, {
      minItems: 1,
      maxItems: 100,
      description: 'Several, in their order: a lead gets the first that matches.',
    }),
  ),
  from: Type.String({ format: 'instant', description: 'Leads received at this instant or later.' }),
  to: Type.String({ format: 'instant', description: 'Leads received before this instant.' }),
});
export type DryRunBody = Static<typeof DryRunBody>;

const number = (description: string) => Type.Integer({ minimum: 0, description });

const FatesSchema = objectSchema('DryRunFates', 'The results of a kind of promise.', {
  met: number('Met on time.'),
  breached: number('Missed.'),
  late: number('Missed promises that were met after the deadline.'),
  open: number('Still running.'),
  cancelled: number('Ended otherwise: the lead moved, was closed, or had been touched before.'),
});

const OutcomeSchema = objectSchema(
  'DryRunOutcome',
  'The results by kind of promise: `firstTouch` of owners, `leadResponse` of the company, `followUp` for steps of the cadence, `decide` for decisions. Clocks that only measure are not counted.',
  {
    ...({
      firstTouch: FatesSchema,
      leadResponse: FatesSchema,
      followUp: FatesSchema,
      decide: FatesSchema,
    } satisfies Record<PromiseKind, typeof FatesSchema>),
    warned: number('The number of warnings.'),
    moves: number('The number of moves that misses would have caused; in `was`, of those that took place.'),
    escalations: number('The number of escalations. Reminders are not counted.'),
    unreachable: number('The number of leads closed as unreachable.'),
  },
);

const ROW = {
  leads: number('The number of leads received.'),
  covered: number('Leads that a policy of the draft covers.'),
  would: OutcomeSchema,
  was: OutcomeSchema,
} satisfies TProperties;

const policy = nullable(
  Type.Integer({ minimum: 0 }),
  'The index in the draft, from 0; null for leads that no policy matches.',
);

const ExampleSchema = objectSchema('DryRunExample', 'A lead with a different result.', {
  leadId: id('The id of the lead.'),
  policy,
  would: OutcomeSchema,
  was: OutcomeSchema,
});

export const DryRunSchema = objectSchema(
  'DryRun',
  'What would have happened to leads under a draft (`would`), and what happened (`was`), over all their cycles. Test leads are left out.',
  {
    from: instant('The request.'),
    to: instant('The request.'),
    ...ROW,
    byPolicy: Type.Array(
      objectSchema('DryRunOfPolicy', 'The leads of a policy of the draft.', {
        policy,
        name: nullable(Type.String(), 'The id of the policy, if the draft has one.'),
        ...ROW,
      }),
      { description: 'By policy of the draft, the most leads first, including policies that no lead would have got.' },
    ),
    bySource: Type.Array(
      objectSchema('DryRunOfSource', 'Leads of a source.', {
        source: nullable(
          Type.String(),
          `The source, as the first lead of it has it, without regard to case; null for all beyond the first ${ROWS_MAX}.`,
        ),
        ...ROW,
      }),
      { description: 'By source, the most leads first, then by name.' },
    ),
    byOwner: Type.Array(
      objectSchema('DryRunOfOwner', 'Leads of an owner.', {
        repId: nullable(id, 'The first owner; null for none.'),
        others: Type.Optional(Type.Literal(true, { description: `All beyond the first ${ROWS_MAX}, together.` })),
        ...ROW,
      }),
      { description: 'By first owner, the most leads first.' },
    ),
    examples: Type.Array(ExampleSchema, {
      maxItems: EXAMPLES_MAX,
      description: `The first ${EXAMPLES_MAX} leads that would have fared otherwise.`,
    }),
  },
);
