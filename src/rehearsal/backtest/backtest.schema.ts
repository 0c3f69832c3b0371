import { type Static, type TProperties, Type } from '@sinclair/typebox';
import { id, instant, nullable, thing } from '../../platform/answer.js';
import { PolicyShape } from '../../sla/policy.dto.js';
import { EXAMPLES_MAX, ROWS_MAX } from './result.js';

/** A draft, and the leads that it is tried on. */
export const DryRunBody = Type.Object(
  {
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
  },
  { additionalProperties: false },
);
export type DryRunBody = Static<typeof DryRunBody>;

const number = (description: string) => Type.Integer({ minimum: 0, description });

const FatesSchema = thing('DryRunFates', 'What became of promises of a kind.', {
  met: number('Kept in time.'),
  breached: number('Not kept in time.'),
  late: number('Of the breached: kept after the deadline.'),
  open: number('Still running.'),
  cancelled: number('Ended by something else: the lead moved, was closed, or had been touched before.'),
});

const OutcomeSchema = thing(
  'DryRunOutcome',
  'What followed. `firstTouch` is what owners promised, `leadResponse` what the company did, `followUp` are steps of the cadence, `decide` are decisions. Clocks that only measure are not counted.',
  {
    firstTouch: FatesSchema,
    leadResponse: FatesSchema,
    followUp: FatesSchema,
    decide: FatesSchema,
    warned: number('How often somebody was warned.'),
    moves: number('How often a lead was to move because of a miss; really: how often one did.'),
    escalations: number('How often somebody was told of a miss, by the policy. Reminders are not counted.'),
    unreachable: number('How often a lead was closed, as it was proven that nobody could be reached.'),
  },
);

const ROW = {
  leads: number('How many came in.'),
  covered: number('Those for which the draft has a policy.'),
  would: OutcomeSchema,
  was: OutcomeSchema,
} satisfies TProperties;

const policy = nullable(
  Type.Integer({ minimum: 0 }),
  'The place in the draft, from 0; null for leads that none matches.',
);

const ExampleSchema = thing('DryRunExample', 'A lead that would have fared otherwise.', {
  leadId: id('Of the lead.'),
  policy,
  would: OutcomeSchema,
  was: OutcomeSchema,
});

export const DryRunSchema = thing(
  'DryRun',
  'What leads would have met by a draft (`would`), beside what really happened to them (`was`): each with all of its cycles, tests left out.',
  {
    from: instant('As it was asked.'),
    to: instant('As it was asked.'),
    ...ROW,
    byPolicy: Type.Array(
      thing('DryRunOfPolicy', 'Leads that would have got a policy.', {
        policy,
        name: nullable(Type.String(), 'Of the policy, where the draft has one.'),
        ...ROW,
      }),
      { description: 'By policy of the draft, the most leads first; also those that no lead would have got.' },
    ),
    bySource: Type.Array(
      thing('DryRunOfSource', 'Leads of a source.', {
        source: nullable(
          Type.String(),
          `The source, as the first lead of it has it, without regard to case; null for all beyond the first ${ROWS_MAX}.`,
        ),
        ...ROW,
      }),
      { description: 'By source, the most leads first, of as many by name.' },
    ),
    byOwner: Type.Array(
      thing('DryRunOfOwner', 'Leads of an owner.', {
        repId: nullable(id('Of the rep.'), 'Who had the lead first; null where nobody did.'),
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
