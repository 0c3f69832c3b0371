import { type Static, Type } from '@sinclair/typebox';
import { DEAL_CLOCK_KINDS } from '../clocks/clock.js';
import { ClockSchema } from '../clocks/clock.schema.js';
import { DEAL_CLOCKS } from '../clocks/deal-kinds.js';
import { EventSchema } from '../events/event.schema.js';
import { DispositionBody, ValueBody } from '../leads/activity.dto.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../platform/answer.js';
import { PageQuery } from '../platform/page.js';
import { removable, removableFields, staying } from '../platform/removable.js';
import { LEAD_SCHEMAS } from '../vocabulary/lead-fields.js';
import { CONTRACT_PROBLEMS, type ContractProblemCode } from './contracts/contract-problem.js';
import { DEAL_STAGES, type DealStage } from './deal.js';
import { LEAD_FATES, type ToldLoss } from './losing.js';
import { DEAL_TYPES, PIPELINE_INPUT, PIPELINE_SHOWN } from './pipeline.js';
import { RenewalOfDealSchema } from './renewals/renewal-deal.js';

const closed = { additionalProperties: false } as const;
const { amount, currency } = ValueBody.properties;
const optionalId = (description: string) => Type.Optional(Type.String({ format: 'uuid', description }));
const StageSchema = (description: string) =>
  Type.Unsafe<DealStage>({ type: 'string', enum: [...DEAL_STAGES], description });

const product = (description: string) => Type.String({ minLength: 1, maxLength: 100, description });
const name = Type.String({ minLength: 1, maxLength: 300, description: 'Its name.' });
const AccountOfDeal = Type.Object(
  {
    id: optionalId('The id of an existing account.'),
    name: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 300,
        description: 'Or its name. An account is created if none has that domain or, without one, that name.',
      }),
    ),
    domain: Type.Optional(
      Type.String({ minLength: 1, maxLength: 253, description: 'Its domain. A domain belongs to one account.' }),
    ),
  },
  {
    ...closed,
    description: 'The account: by `id`, or by `name` and, if it has one, `domain`.',
  },
);

const optional = {
  externalId: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 300,
      description: 'Its id in the system that it came from. Sending the same id again creates no second deal.',
    }),
  ),
  refs: LEAD_SCHEMAS.refs,
  product: Type.Optional(product('What is sold, in your words. Reports of handoffs group by it.')),
  leadId: optionalId('The lead that it came from. The deal takes its channel and, unless you name another, its owner.'),
  ownerRepId: optionalId(
    'The owner of the deal; by default the owner of the lead, else the rep of the key, else the owner of the account.',
  ),
  ...PIPELINE_INPUT,
  expectedCloseAt: Type.Optional(Type.String({ format: 'instant', description: 'When it is expected to close.' })),
  term: Type.Optional(
    Type.Object(
      {
        startsOn: Type.String({ format: 'date', description: 'Its first day.' }),
        endsOn: Type.String({ format: 'date', description: 'Its last day.' }),
        noticeDays: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: 3_650,
            description: 'The notice period, in days before the end.',
          }),
        ),
      },
      { ...closed, description: 'The term of the contract.' },
    ),
  ),
};

/** What may stand of a deal, whoever told it: one that a lead made has what the lead had. */
export const DealInput = Type.Object(
  {
    name,
    account: Type.Optional(AccountOfDeal),
    amount: Type.Optional(amount),
    currency: Type.Optional(currency),
    ...optional,
  },
  closed,
);
export type DealInput = Static<typeof DealInput>;

export const DealBody = Type.Object({ name, account: AccountOfDeal, amount, currency, ...optional }, closed);
export type DealBody = Static<typeof DealBody>;

const NAMED = 'Every deal has a name: another may be given, and none taken away.';
const WITH = 'Every deal is with somebody: another account may be given, and none taken away.';
const patched = {
  name: staying(name, NAMED),
  account: staying(AccountOfDeal, WITH),
  ...removableFields({ ...optional, amount: Type.Optional(amount), currency: Type.Optional(currency) }),
};

/** What is given replaces, null takes away, all else stays (RFC 7396). */
export const DealPatch = Type.Object(patched, { ...closed, minProperties: 1 });
export type DealPatch = Readonly<Record<string, unknown>>;

const wonAt = Type.Optional(
  Type.String({ format: 'instant', description: 'When it was won; now by default, and no later.' }),
);
const { note, fields } = DispositionBody.properties;
const why = {
  note: Type.Optional({ ...note, description: 'A note.' }),
  fields: Type.Optional({ ...fields, description: `As in a disposition. ${fields.description}` }),
};
const lostReason = Type.String({
  minLength: 1,
  maxLength: 1_000,
  description:
    'Why it was lost. A reason code, of any category, closes its lead with that reason. Any other text becomes the note, and the owner of the lead has to decide what becomes of it. A code that is told later closes the lead as long as that decision is pending. It counts while the deal is lost.',
});

/** The same of one that a program knows by its own id, with how it stands there. */
export const DealByRefBody = Type.Object(
  {
    ...patched,
    stage: Type.Optional(StageSchema('Its stage in the CRM. If it is left out, the stage stays as it is.')),
    wonAt: removable({ ...wonAt, description: `${wonAt.description} It counts when this wins the deal.` }),
    lostReason: removable(Type.Optional(lostReason)),
    lostNote: removable(why.note),
    lostFields: removable(why.fields),
  },
  closed,
);
export type DealByRefBody = DealPatch & {
  readonly stage?: DealStage;
  readonly wonAt?: string | null;
  readonly lostReason?: string | null;
  readonly lostNote?: string | null;
  readonly lostFields?: Readonly<Record<string, string>> | null;
};

const ExceptionBody = Type.Object(
  {
    deciderRepId: Type.String({
      format: 'uuid',
      description: 'The rep who decided it, other than the owner of the deal.',
    }),
    reason: Type.String({ minLength: 1, maxLength: 1_000, description: 'The reason for the decision.' }),
    completeBy: Type.String({
      format: 'instant',
      description: 'When the form has to be complete, at most 90 days from now. A clock enforces it.',
    }),
  },
  {
    ...closed,
    description: 'Wins the deal although the form of its handoff is incomplete. Exceptions are counted in reports.',
  },
);
export type ExceptionBody = Static<typeof ExceptionBody>;

export const WinBody = Type.Object({ wonAt, exception: Type.Optional(ExceptionBody) }, closed);
export type WinBody = Static<typeof WinBody>;

export const LoseBody = Type.Object(
  {
    reason: Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'The code of a reason of the taxonomy, of any category.',
    }),
    ...why,
    lead: oneOf(LEAD_FATES, {
      default: 'close',
      description:
        'What happens to its lead, if that is open: `close` closes it with this reason, which its channel receives; `keep` leaves it open, and its owner has to decide.',
    }),
  },
  closed,
);
export type LoseBody = ToldLoss & { readonly reason: string };

const DEAL_EVENTS_TOLD = ['delivery.completed'] as const;

export const DealEventBody = Type.Object(
  {
    name: oneOf(DEAL_EVENTS_TOLD, { description: '`delivery.completed`: what was sold was delivered.' }),
    occurredAt: Type.Optional(
      Type.String({
        format: 'instant',
        description: 'When it was delivered; now by default, no later, and not before the win.',
      }),
    ),
  },
  closed,
);
export type DealEventBody = Static<typeof DealEventBody>;

/** How far deals have changed hands, as they are asked for. */
const HANDED_OVER = ['missing', 'running', 'done'] as const;

export const DealListQuery = Type.Object(
  {
    ...PageQuery,
    stage: Type.Optional(StageSchema('In this stage.')),
    ownerRepId: optionalId('Owned by this rep.'),
    accountId: optionalId('With this account.'),
    product: Type.Optional(product('For this product.')),
    type: Type.Optional(oneOf(DEAL_TYPES, { description: 'Of this type.' })),
    contractId: optionalId('About this contract.'),
    contract: Type.Optional(
      oneOf(['missing'], {
        description: '`missing`: won, and no contract could be made of it. `contractProblem` of each says why.',
      }),
    ),
    handoff: Type.Optional(
      oneOf(HANDED_OVER, {
        description:
          '`missing`: won, and not handed over yet; renewals only if a kind of handoff asks for them. `running`, `done`: the state of its handoff.',
      }),
    ),
    leadId: optionalId('From this lead.'),
    lead: Type.Optional(
      oneOf(['open'], {
        description:
          '`open`: with an open lead. Together with `stage=lost`, only deals whose lead still needs a decision.',
      }),
    ),
    breached: Type.Optional(
      Type.Boolean({
        description: 'With a promise that was missed and neither made up for since nor struck, or without one.',
      }),
    ),
    externalId: Type.Optional(Type.String({ minLength: 1, maxLength: 300, description: 'With this `externalId`.' })),
    ref: Type.Optional(
      Type.String({
        maxLength: 401,
        pattern: '^[^:]+:.+$',
        description: 'a system and an id in it, such as hubspot:123',
      }),
    ),
  },
  closed,
);
export type DealListQuery = Static<typeof DealListQuery>;

const AccountOfDealSchema = thing('AccountOfDeal', 'The account of a deal.', {
  id: id('The id of the account.'),
  name: Type.String({ description: 'Its name.' }),
  domains: Type.Array(Type.String(), { description: 'Its domains.' }),
});

const LeadOfDealSchema = thing('LeadOfDeal', 'The origin of a deal.', {
  id: id('The id of the lead.'),
  source: Type.String({ description: 'Its source at the time when the deal was created.' }),
  channel: nullable(Type.String(), 'The channel; null if not known.'),
  campaign: nullable(Type.String(), 'The campaign; null if not known.'),
  ownerRepIds: Type.Array(id('The id of a rep.'), { description: 'The owners of the lead, first to last.' }),
});

const HandoffOfDealSchema = thing('HandoffOfDeal', 'The handoff of a deal.', {
  id: id('The id of the handoff.'),
  state: oneOf(['draft', 'running', 'done'], { description: 'Its state.' }),
  missing: Type.Integer({ minimum: 0, description: 'The number of missing fields of its form.' }),
});

export const TermSchema = thing('Term', 'The contract term of a deal.', {
  startsOn: Type.String({ format: 'date', description: 'Its first day.' }),
  endsOn: Type.String({ format: 'date', description: 'Its last day.' }),
  noticeDays: nullable(Type.Integer({ minimum: 0 }), 'The notice period in days before its end; null if not known.'),
});

const ContractProblemSchema = thing('ContractProblem', 'Why no contract can be made of a deal.', {
  code: oneOf<ContractProblemCode>(Object.keys(CONTRACT_PROBLEMS) as ContractProblemCode[], {
    description: 'What is wrong.',
  }),
  pointer: nullable(
    Type.String({ examples: ['/billing/lines/1'] }),
    'Where in the form of its handoff; null where it is about the deal itself.',
  ),
  text: Type.String({ description: 'What is wrong, in a sentence.' }),
});

const {
  kind: _kind,
  step: _step,
  opensAt: _opensAt,
  pausedAt: _pausedAt,
  acknowledgedAt: _acknowledgedAt,
  ...CLOCK
} = ClockSchema.properties;

export const DealClockSchema = thing('DealClock', 'A clock of a deal.', {
  kind: oneOf(DEAL_CLOCK_KINDS, {
    description: DEAL_CLOCK_KINDS.map((kind) => `\`${kind}\`: ${DEAL_CLOCKS[kind].description}.`).join(' '),
  }),
  ...CLOCK,
  acknowledgedAt: Type.Optional(
    instant('When its owner acknowledged it. A miss moves the deal later by `acknowledge` of the policy.'),
  ),
});

export const DealSchema = thing('Deal', 'A deal.', {
  id: id('The id of the deal.'),
  name: Type.String({ description: 'Its name.' }),
  externalId: nullable(Type.String(), 'Its id in the system that it came from; null for none.'),
  refs: Type.Record(Type.String(), Type.String(), { description: 'Its ids in other systems, by system.' }),
  account: nullable(AccountOfDealSchema, 'Its account; null if its lead named no company.'),
  lead: nullable(LeadOfDealSchema, 'The lead that it came from; null for none.'),
  product: nullable(Type.String(), 'The product; null if not known.'),
  ownerRepId: nullable(id('The owner.'), 'The owner; null for none.'),
  ...PIPELINE_SHOWN,
  renewal: nullable(
    RenewalOfDealSchema,
    'Which term of its contract it renews; null if it is no renewal of a contract.',
  ),
  contractProblem: nullable(ContractProblemSchema, 'Why its win has made no contract; null where nothing is wrong.'),
  amount: nullable(Type.String(), 'The amount as a decimal number; null if not known.'),
  currency: nullable(Type.String(), 'The code of a currency (ISO 4217); null without an amount.'),
  expectedCloseAt: nullable(instant('When it is expected to close.'), 'The expected closing date; null if not known.'),
  term: nullable(TermSchema, 'The contract term; null if not known.'),
  stage: oneOf(DEAL_STAGES, { description: 'Its stage.' }),
  wonAt: nullable(instant('When it was won.'), 'When it was won; null if it is not.'),
  deliveredAt: nullable(instant('When it was delivered.'), 'When it was delivered; null if it was not.'),
  lostAt: nullable(instant('When it was lost.'), 'When it was lost; null if it is not.'),
  lostReason: nullable(Type.String(), 'The code of the reason for which it was lost; null for none.'),
  lostNote: nullable(Type.String(), 'The note on the loss; null for none.'),
  lostFields: nullable(
    Type.Record(Type.String(), Type.String()),
    'The fields of the reason, by name; null without a reason of the taxonomy.',
  ),
  clocks: Type.Array(DealClockSchema, {
    description: 'What is promised of it by `renewal` and `deals` of SLA policies, oldest first.',
  }),
  handoff: nullable(HandoffOfDealSchema, 'Its handoff; null if no kind of handoff applies.'),
  createdAt: instant('When it was created.'),
  updatedAt: instant('When it was last changed.'),
});
export type DealView = Static<typeof DealSchema>;

const BegunHandoffSchema = thing('BegunHandoff', 'A handoff that starts.', {
  id: id('The id of the handoff.'),
  kindId: id('The id of its kind.'),
  name: Type.String({ description: 'The name of its kind.' }),
  state: oneOf(['draft', 'running', 'done', 'cancelled'], {
    description: '`draft` while its form is incomplete; it starts by itself once the form is complete.',
  }),
  missing: Type.Integer({ minimum: 0, description: 'The number of missing fields of its form.' }),
  giverRepId: nullable(id('The giver, who fills in the form.'), 'The giver, who fills in the form; null for none.'),
});

export const DealEventSchema = thing('DealEvent', 'An event of a deal, with the handoffs that it starts.', {
  dealId: id('The id of the deal.'),
  name: oneOf(DEAL_EVENTS_TOLD, { description: 'The event.' }),
  occurredAt: instant('When.'),
  handoffs: Type.Array(BegunHandoffSchema, { description: 'The handoffs that it started.' }),
});
export type DealEventView = Static<typeof DealEventSchema>;

export const DealPage = pageOf(DealSchema);

const DealTimelineEntrySchema = thing('DealTimelineEntry', 'An event of a deal, with its sentence.', {
  ...EventSchema.properties,
  text: Type.String({ description: 'What happened, in one sentence.', examples: ['Won, worth 18400.00 EUR'] }),
});
export const DealTimelinePage = pageOf(DealTimelineEntrySchema);
