import { type Static, Type } from '@sinclair/typebox';
import { DispositionBody, ValueBody } from '../leads/activity.dto.js';
import { oneOf } from '../platform/answer.js';
import { PageQuery } from '../platform/page.js';
import { removable, removableFields, staying } from '../platform/removable.js';
import { LEAD_SCHEMAS } from '../vocabulary/lead-fields.js';
import { DEAL_STAGES, type DealStage } from './deal.js';
import { LEAD_FATES, type ToldLoss } from './losing.js';

const closed = { additionalProperties: false } as const;
const { amount, currency } = ValueBody.properties;
const id = (description: string) => Type.Optional(Type.String({ format: 'uuid', description }));
const StageSchema = (description: string) =>
  Type.Unsafe<DealStage>({ type: 'string', enum: [...DEAL_STAGES], description });

const product = (description: string) => Type.String({ minLength: 1, maxLength: 100, description });
const name = Type.String({ minLength: 1, maxLength: 300, description: 'What it is called.' });
const AccountOfDeal = Type.Object(
  {
    id: id('Of an account that there is.'),
    name: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 300,
        description: 'Or what it is called: it is made where there is none of that domain, or of that name.',
      }),
    ),
    domain: Type.Optional(
      Type.String({ minLength: 1, maxLength: 253, description: 'Its domain: of each there is one account.' }),
    ),
  },
  {
    ...closed,
    description: 'With whom: an account by its `id`, or by its `name`, with its `domain` where it has one.',
  },
);

const optional = {
  externalId: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 300,
      description: 'Its id where it came from: sent again, it is the same deal.',
    }),
  ),
  refs: LEAD_SCHEMAS.refs,
  product: Type.Optional(product('What is sold, as you call it: numbers of handoffs are read by it.')),
  leadId: id('The lead that it came from: its channel and, unless another is named, its owner come along.'),
  ownerRepId: id(
    'The rep whose deal it is; by default the owner of the lead, else whoever sends it, else the owner of the account.',
  ),
  expectedCloseAt: Type.Optional(Type.String({ format: 'instant', description: 'When it may be decided.' })),
  term: Type.Optional(
    Type.Object(
      {
        startsOn: Type.String({ format: 'date', description: 'The first day.' }),
        endsOn: Type.String({ format: 'date', description: 'The last day.' }),
        noticeDays: Type.Optional(
          Type.Integer({
            minimum: 0,
            maximum: 3_650,
            description: 'How many days before its end notice has to be given.',
          }),
        ),
      },
      { ...closed, description: 'What it is agreed for.' },
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

const wonAt = Type.Optional(Type.String({ format: 'instant', description: 'When; now by default, and no later.' }));
const { note, fields } = DispositionBody.properties;
const why = {
  note: Type.Optional({ ...note, description: 'What there is to say of that, in words.' }),
  fields: Type.Optional({ ...fields, description: `As in a disposition: ${fields.description}` }),
};
const lostReason = Type.String({
  minLength: 1,
  maxLength: 1_000,
  description:
    'Why it was lost. The code of a reason of the taxonomy, of any category, closes its lead with that; anything else is kept as the note, and whoever has the lead decides what becomes of it.',
});

/** The same of one that a program knows by its own id, with how it stands there. */
export const DealByRefBody = Type.Object(
  {
    ...patched,
    stage: Type.Optional(StageSchema('How it stands there; left out, it stays as it is here.')),
    wonAt: removable(wonAt),
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
      description: 'Who has decided it: somebody other than the owner of the deal.',
    }),
    reason: Type.String({ minLength: 1, maxLength: 1_000, description: 'Why they decided so, in words.' }),
    completeBy: Type.String({
      format: 'instant',
      description: 'Until when the form is complete, at most 90 days from now: a clock runs until then.',
    }),
  },
  { ...closed, description: 'Wins it though the form of its handoff is not complete. It is counted.' },
);
export type ExceptionBody = Static<typeof ExceptionBody>;

export const WinBody = Type.Object({ wonAt, exception: Type.Optional(ExceptionBody) }, closed);
export type WinBody = Static<typeof WinBody>;

export const LoseBody = Type.Object(
  {
    reason: Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'Why: the code of a reason of the taxonomy, of any category.',
    }),
    ...why,
    lead: oneOf(LEAD_FATES, {
      default: 'close',
      description:
        'What becomes of its lead, where that is open: `close` closes it with this reason, so that its channel hears of it; `keep` leaves it to whoever has it, who then has to decide.',
    }),
  },
  closed,
);
export type LoseBody = ToldLoss & { readonly reason: string };

export const DEAL_EVENTS_TOLD = ['delivery.completed'] as const;

export const DealEventBody = Type.Object(
  {
    name: oneOf(DEAL_EVENTS_TOLD, { description: '`delivery.completed`: what was sold is delivered.' }),
    occurredAt: Type.Optional(
      Type.String({
        format: 'instant',
        description: 'When; now by default, no later, and not before the deal was won.',
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
    ownerRepId: id('Of this rep.'),
    accountId: id('With this account.'),
    product: Type.Optional(product('That sells this.')),
    handoff: Type.Optional(
      oneOf(HANDED_OVER, {
        description: '`missing`: won, and not handed over yet; `running`, `done`: how far its handoff has come.',
      }),
    ),
    leadId: id('That came from this lead.'),
    lead: Type.Optional(
      oneOf(['open'], {
        description:
          '`open`: whose lead is open; with `stage=lost`, those about whose lead somebody has still to decide.',
      }),
    ),
    externalId: Type.Optional(
      Type.String({ minLength: 1, maxLength: 300, description: 'With this id where it came from.' }),
    ),
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
