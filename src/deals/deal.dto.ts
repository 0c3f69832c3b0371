import { type Static, Type } from '@sinclair/typebox';
import { TERM_LIMITS } from '../forms/agreed-term.js';
import { RenewBody } from '../forms/contract-lines.dto.js';
import { DispositionBody, ValueBody } from '../leads/activity.dto.js';
import { PageQuery } from '../platform/http/page.js';
import { withFaultWords } from '../platform/input/fault-words.js';
import { RefFilter } from '../platform/input/path-ref.js';
import { removable, removableFields, staying } from '../platform/input/removable.js';
import {
  dayOf,
  flag,
  id,
  object,
  oneOf,
  optionalDay,
  optionalFlag,
  optionalId,
  optionalInstant,
  optionalOneOf,
  optionalText,
  text,
} from '../platform/input/schema.js';
import { LEAD_SCHEMAS } from '../vocabulary/lead-fields.js';
import { DEAL_STAGES, type DealStage } from './deal.js';
import { COUNTED_FIGURES, FORECAST_DATES, UNDATED } from './forecast-day.js';
import { LEAD_FATES, type ReportedLoss } from './losing.js';
import { DEAL_TYPES, PIPELINE_INPUT } from './pipeline.js';

const { amount: value, currency } = ValueBody.properties;
const amount = { ...value, description: `What the customer pays for the whole term. ${value.description}` };
const StageSchema = (description: string) => oneOf(DEAL_STAGES, { description });

const product = (description: string) => text(100, description);
const name = text(300, 'Its name.');
const AccountOfDeal = object(
  {
    id: optionalId('The id of an existing account.'),
    name: optionalText(300, 'Or its name. An account is created if none has that domain or, without one, that name.'),
    domain: optionalText(253, 'Its domain. A domain belongs to one account.'),
  },
  { description: 'The account: by `id`, or by `name` and, if it has one, `domain`.' },
);

const termOf = (description: string) =>
  Type.Optional(
    object(
      {
        startsOn: dayOf('A day such as 2026-01-31, the first of the term.'),
        endsOn: dayOf('A day such as 2026-01-31, the last of the term.'),
        noticeDays: Type.Optional(
          Type.Integer({
            ...TERM_LIMITS.noticeDays,
            description: 'The notice period, in days before the end.',
          }),
        ),
        autoRenewMonths: Type.Optional(
          Type.Integer({
            ...TERM_LIMITS.autoRenewMonths,
            description: 'For how many months the contract renews by itself. By default it does not.',
          }),
        ),
      },
      { description },
    ),
  );
const pilotOf = (description: string) =>
  Type.Optional(object({ endsOn: dayOf('A day such as 2026-01-31, the last of the pilot.') }, { description }));

/** What is said of these takes the place of what was said before. */
const SOLD_FOR_INPUT = {
  term: termOf('The term of the contract.'),
  oneOff: optionalFlag('Whether it is sold once, so that no contract follows. It then has no term and no pilot.'),
  pilot: pilotOf(
    'A pilot, which has no contract and no ARR. It is converted once the deal has a `term`, which is given later or with it.',
  ),
};
const SoldForBody = Type.Object(SOLD_FOR_INPUT);
export type SoldForBody = Static<typeof SoldForBody>;

const optional = {
  externalId: optionalText(
    300,
    'Its id in the system that it came from. Sending the same id again creates no second deal.',
  ),
  refs: LEAD_SCHEMAS.refs,
  product: Type.Optional(product('The product that is sold, in your words. Reports of handoffs group by it.')),
  leadId: optionalId('The lead that it came from. The deal takes its channel and, unless you name another, its owner.'),
  ownerRepId: optionalId(
    'The owner of the deal; by default the owner of the lead, else the rep of the key, else the owner of the account.',
  ),
  ...PIPELINE_INPUT,
  expectedCloseAt: optionalInstant('When it is expected to close.'),
  ...SOLD_FOR_INPUT,
};

/** A deal as it may be after a change. One made from a lead may lack an account and an amount. */
export const DealInput = object({
  name,
  account: Type.Optional(AccountOfDeal),
  amount: Type.Optional(amount),
  currency: Type.Optional(currency),
  ...optional,
});
export type DealInput = Static<typeof DealInput>;

export const DealBody = object({ name, account: AccountOfDeal, amount, currency, ...optional });
export type DealBody = Static<typeof DealBody>;

/** A new deal as another system reports it, which may know its amount only later. */
export const ReportedDealBody = object({
  name,
  account: AccountOfDeal,
  amount: Type.Optional(amount),
  currency: Type.Optional(currency),
  ...optional,
});

const NAMED = 'Every deal has a name: another may be given, and none taken away.';
const WITH = 'Every deal has an account: another may be given, and none taken away.';
const patched = {
  name: staying(name, NAMED),
  account: staying(AccountOfDeal, WITH),
  ...removableFields({ ...optional, amount: Type.Optional(amount), currency: Type.Optional(currency) }),
};

/** A merge patch (RFC 7396): given fields replace, null removes, others stay. */
export const DealPatch = withFaultWords(object(patched, { minProperties: 1 }), {
  stage: 'There is no field "stage" here: POST /v1/deals/{id}/win, …/lose and …/reopen change the stage of a deal.',
});
export type DealPatch = Readonly<Record<string, unknown>>;

const wonAt = optionalInstant('When it was won; now by default. Up to five minutes ahead counts as now.');
const { note, fields } = DispositionBody.properties;
const why = {
  note: Type.Optional({ ...note, description: 'A note.' }),
  fields: Type.Optional({ ...fields, description: `As in a disposition. ${fields.description}` }),
};
const lostReason = text(
  1_000,
  'Why it was lost. A reason code, of any category, closes its lead with that reason. Any other text becomes the note, and the owner of the lead has to decide what becomes of it. A code that is reported later closes the lead as long as that decision is pending. It counts while the deal is lost.',
);

/** The body of a put by external id, with the stage in that system. */
export const DealByRefBody = object({
  ...patched,
  stage: Type.Optional(StageSchema('Its stage in the CRM. If it is left out, the stage stays as it is.')),
  wonAt: removable({ ...wonAt, description: `${wonAt.description} It counts when this wins the deal.` }),
  lostReason: removable(Type.Optional(lostReason)),
  lostNote: removable(why.note),
  lostFields: removable(why.fields),
});
export type DealByRefBody = DealPatch & {
  readonly stage?: DealStage;
  readonly wonAt?: string | null;
  readonly lostReason?: string | null;
  readonly lostNote?: string | null;
  readonly lostFields?: Readonly<Record<string, string>> | null;
};

const ExceptionBody = object(
  {
    deciderRepId: id('The rep who decided it, other than the owner of the deal.'),
    reason: text(1_000, 'The reason for the decision.'),
    completeBy: Type.String({
      format: 'instant',
      description: 'When the form has to be complete, at most 90 days from now. A clock enforces it.',
    }),
  },
  { description: 'Wins the deal although the form of its handoff is incomplete. Exceptions are counted in reports.' },
);
export type ExceptionBody = Static<typeof ExceptionBody>;

export const WinBody = object({
  wonAt: { ...wonAt, description: `${wonAt.description} Reps and managers date it back no further than a touch.` },
  exception: Type.Optional(ExceptionBody),
  term: termOf(
    'For how long it is sold. One of `term`, `oneOff` and `pilot` takes the place of what the deal said, and reopening it restores that. If none is given, the deal is sold for what it says already.',
  ),
  oneOff: optionalFlag('Sold once: no contract follows, and nothing is missing.'),
  pilot: pilotOf('Sold as a pilot: it has no contract and no ARR until it is converted by a `term`.'),
  renew: Type.Optional(
    Type.Object(RenewBody.properties, {
      additionalProperties: false,
      description:
        'Of the renewal of a contract: the term that was signed. By default the present one again, at its ARR, as `GET /v1/contracts/{id}/renew` drafts it. The contract is renewed with the win.',
    }),
  ),
});
export type WinBody = Static<typeof WinBody>;

export const LoseBody = object({
  reason: text(
    100,
    'The code of a reason of the taxonomy, of any category; of the renewal of a contract, that of a churn reason, and notice is given with it.',
  ),
  givenOn: optionalDay(
    'A day such as 2026-01-31, on which the customer gave notice, not after tomorrow; today by default. Of the renewal of a contract alone.',
  ),
  ...why,
  lead: oneOf(LEAD_FATES, {
    default: 'close',
    description:
      'What happens to its lead, if that is open: `close` closes it with this reason, which its channel receives; `keep` leaves it open, and its owner has to decide.',
  }),
});
export type LoseBody = ReportedLoss & { readonly reason: string; readonly givenOn?: string };

export const REPORTED_DEAL_EVENTS = ['delivery.completed'] as const;

export const DealEventBody = object({
  name: oneOf(REPORTED_DEAL_EVENTS, { description: '`delivery.completed`: what was sold was delivered.' }),
  occurredAt: optionalInstant(
    'When it was delivered; now by default, and not before the win. Up to five minutes ahead counts as now.',
  ),
  anyway: flag(
    false,
    'Confirms that it is delivered although blockers or entries of checklists of its handover are open. Asked of people; programs get a warning.',
  ),
});
export type DealEventBody = Static<typeof DealEventBody>;

const DEAL_ORDERS = ['createdAt', 'expectedCloseAt'] as const;
export type DealOrder = (typeof DEAL_ORDERS)[number];

const HANDED_OVER = ['missing', 'running', 'done'] as const;

const PILOTS = ['running', 'ended'] as const;
const PROPOSALS = ['open', 'overdue'] as const;

export const DealListQuery = object({
  ...PageQuery,
  stage: Type.Optional(StageSchema('In this stage.')),
  ownerRepId: optionalId('Owned by this rep.'),
  owner: optionalOneOf(['none'], {
    description: '`none`: owned by nobody, such as deals of a CRM whose owner is unknown.',
  }),
  accountId: optionalId('With this account.'),
  product: Type.Optional(product('For this product.')),
  type: optionalOneOf(DEAL_TYPES, { description: 'Of this type.' }),
  contractId: optionalId('About this contract.'),
  contract: optionalOneOf(['missing'], {
    description:
      '`missing`: won, and no contract could be made from it, or its contract does not have it any more. `contractProblem` of each says why.',
  }),
  proposals: optionalOneOf(PROPOSALS, {
    description:
      'With an expansion that its delivery proposes and that nobody has applied or declined: `open` for all, `overdue` if its day is over.',
  }),
  pilot: optionalOneOf(PILOTS, {
    description:
      'Won as a pilot, and not converted: `running`, until its last day in the time zone of the settings, or `ended`.',
  }),
  handoff: optionalOneOf(HANDED_OVER, {
    description:
      '`missing`: won, and not handed over yet; renewals only if a kind of handoff asks for them. `running`, `done`: the state of its handoff.',
  }),
  leadId: optionalId('From this lead.'),
  lead: optionalOneOf(['open'], {
    description: '`open`: with an open lead. Together with `stage=lost`, only deals whose lead still needs a decision.',
  }),
  breached: optionalFlag('With a promise that was missed and neither made up for since nor struck, or without one.'),
  externalId: optionalText(300, 'With this `externalId`.'),
  ref: RefFilter,
  forecast: optionalOneOf(COUNTED_FIGURES, {
    description:
      'Counted by this figure of the forecast (`GET /v1/reports/forecast`): won, or open and of that category or a surer one, with an amount. Of those alone whose forecast the key sees.',
  }),
  date: optionalOneOf(FORECAST_DATES, {
    default: 'expected',
    description: 'By which day `month`, `from` and `to` count them, as in the forecast.',
  }),
  month: Type.Optional(
    Type.String({
      pattern: `^(\\d{4}-(0[1-9]|1[0-2])|${UNDATED})$`,
      description: `A month of the time zone of the settings, such as \`2026-03\`, or \`${UNDATED}\` for deals without a date. Only the deals of that month.`,
    }),
  ),
  from: optionalDay('A day such as 2026-03-01: won for it or later; open deals count whatever their day.'),
  to: optionalDay('A day such as 2026-04-01: of days before it, or without a date.'),
  sort: optionalOneOf(DEAL_ORDERS, {
    default: 'createdAt',
    description: '`expectedCloseAt`: deals expected to close first come first, those without a date last.',
  }),
});
export type DealListQuery = Static<typeof DealListQuery>;
