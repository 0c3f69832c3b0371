import { type Static, Type } from '@sinclair/typebox';
import { DEAL_CLOCK_KINDS } from '../clocks/clock.js';
import { ClockSchema } from '../clocks/clock.schema.js';
import { DEAL_CLOCKS } from '../clocks/deal-kinds.js';
import { LINKS } from '../directory/ref-links.dto.js';
import { WARNINGS } from '../documents/version.schema.js';
import { EventSchema } from '../events/event.schema.js';
import { id, instant, nullable, object, objectSchema, oneOf, pageOf } from '../platform/input/schema.js';
import { CONTRACT_PROBLEMS, type ContractProblemCode } from './contract-problem.js';
import { REPORTED_DEAL_EVENTS } from './deal.dto.js';
import { DEAL_STAGES } from './deal.js';
import { DEAL_ACTS } from './deal-acts.js';
import { PIPELINE_SHOWN } from './pipeline.js';
import { DEAL_CLOCK_ACTS } from './promises/deal-clock-acts.js';
import { DealProposalSchema } from './proposed-deal.schema.js';
import { RenewalOfDealSchema } from './renewals/renewal-deal.js';

const AccountOfDealSchema = objectSchema('AccountOfDeal', 'The account of a deal.', {
  id: id('The id of the account.'),
  name: Type.String({ description: 'Its name.' }),
  domains: Type.Array(Type.String(), { description: 'Its domains.' }),
});

const LeadOfDealSchema = objectSchema('LeadOfDeal', 'The origin of a deal.', {
  id: id('The id of the lead.'),
  source: Type.String({ description: 'Its source at the time when the deal was created.' }),
  channel: nullable(Type.String(), 'The channel; null if not known.'),
  campaign: nullable(Type.String(), 'The campaign; null if not known.'),
  ownerRepIds: Type.Array(id('The id of a rep.'), { description: 'The owners of the lead, first to last.' }),
});

const HandoffOfDealSchema = objectSchema('HandoffOfDeal', 'The handoff of a deal.', {
  id: id('The id of the handoff.'),
  state: oneOf(['draft', 'running', 'done'], { description: 'Its state.' }),
  missing: Type.Integer({ minimum: 0, description: 'The number of missing fields of its form.' }),
  term: nullable(
    object(
      {
        startsOn: Type.String({ format: 'date', description: 'Its first day.' }),
        endsOn: Type.String({ format: 'date', description: 'Its last day.' }),
        noticeDays: Type.Optional(
          Type.Integer({ minimum: 0, description: 'The notice period in days before its end.' }),
        ),
        autoRenewMonths: Type.Optional(
          Type.Integer({ minimum: 1, description: 'For how many months it renews by itself.' }),
        ),
      },
      { description: 'A term.' },
    ),
    'The term in its form, which the win takes; null if the form does not say all of it.',
  ),
  sells: nullable(
    object(
      {
        once: Type.String({ description: 'What is invoiced once, and has no ARR.' }),
        overTerm: Type.String({ description: 'What recurs, of lines that have an amount: over the whole term.' }),
        aYear: Type.String({ description: 'What recurs, of lines that have a rate instead: a year.' }),
        unpriced: Type.Integer({
          minimum: 0,
          description: 'The number of lines whose price is not known. While there are any, no contract is made.',
        }),
        counted: nullable(
          Type.String(),
          'What the lines that are part of the amount of the deal add up to; null if none is.',
        ),
        isOpen: Type.Boolean({
          description:
            'Whether the deal may be worth another amount: lines are billed as they are used, or the form says why. Else a pilot is converted only at an amount that its lines add up to.',
        }),
      },
      { description: 'What the billing lines come to. Lines that are billed as they are used come to nothing.' },
    ),
    'What the billing lines in its form come to, of which the win makes the contract; null if it has none, or the deal no currency. The amount of the deal stands for a line that recurs then.',
  ),
});

export const TermSchema = objectSchema('Term', 'The contract term of a deal.', {
  startsOn: Type.String({ format: 'date', description: 'Its first day.' }),
  endsOn: Type.String({ format: 'date', description: 'Its last day.' }),
  noticeDays: nullable(Type.Integer({ minimum: 0 }), 'The notice period in days before its end; null if not known.'),
  autoRenewMonths: nullable(
    Type.Integer({ minimum: 1 }),
    'For how many months it renews by itself; null if it does not.',
  ),
});

const ContractProblemSchema = objectSchema('ContractProblem', 'Why a deal has no contract, or is not in it.', {
  code: oneOf<ContractProblemCode>(Object.keys(CONTRACT_PROBLEMS) as ContractProblemCode[], {
    description: 'The code of the problem.',
  }),
  pointer: nullable(
    Type.String({ examples: ['/billing/lines/1'] }),
    'Where in the form of its handoff; null where it is about the deal itself.',
  ),
  text: Type.String({ description: 'The problem, in a sentence.' }),
});

const {
  kind: _kind,
  step: _step,
  opensAt: _opensAt,
  pausedAt: _pausedAt,
  acknowledgedAt: _acknowledgedAt,
  ...CLOCK
} = ClockSchema.properties;

export const DealClockSchema = objectSchema('DealClock', 'A clock of a deal.', {
  kind: oneOf(DEAL_CLOCK_KINDS, {
    description: DEAL_CLOCK_KINDS.map((kind) => `\`${kind}\`: ${DEAL_CLOCKS[kind].description}.`).join(' '),
  }),
  ...CLOCK,
  acknowledgedAt: Type.Optional(
    instant('When its owner acknowledged it. A miss moves the deal later by `acknowledge` of the policy.'),
  ),
  may: Type.Array(oneOf(DEAL_CLOCK_ACTS), {
    description: 'What the caller may do with it now, each named as the last part of its route.',
  }),
});

export const DealSchema = objectSchema('Deal', 'A deal.', {
  id: id('The id of the deal.'),
  name: Type.String({ description: 'Its name.' }),
  externalId: nullable(Type.String(), 'Its id in the system that it came from; null for none.'),
  refs: Type.Record(Type.String(), Type.String(), { description: 'Its ids in other systems, by system.' }),
  ...LINKS,
  account: nullable(AccountOfDealSchema, 'Its account; null if its lead named no company.'),
  lead: nullable(LeadOfDealSchema, 'The lead that it came from; null for none.'),
  product: nullable(Type.String(), 'The product; null if not known.'),
  ownerRepId: nullable(id, 'The owner; null for none.'),
  ...PIPELINE_SHOWN,
  renewal: nullable(
    RenewalOfDealSchema,
    'Which term of its contract it renews; null if it is no renewal of a contract.',
  ),
  contractProblem: nullable(
    ContractProblemSchema,
    'Why its win has made no contract, or is not in it; null where nothing is wrong.',
  ),
  amount: nullable(
    Type.String(),
    'The amount of the whole term as a decimal number, whatever the type of the deal; null if not known.',
  ),
  arr: nullable(
    Type.String(),
    'What it is worth a year: by its contract if it is won, else by its amount and term. Null without a term or an amount, or if its contract is in another currency.',
  ),
  netNewArr: nullable(
    Type.String(),
    'What it adds to the ARR of its account: `arr`, of a renewal less the ARR on the day before the new term. Null if not known.',
  ),
  currency: nullable(Type.String(), 'The code of a currency (ISO 4217); null without an amount.'),
  expectedCloseAt: nullable(instant, 'The expected closing date; null if not known.'),
  term: nullable(TermSchema, 'The contract term; null if not known, or if there is none.'),
  oneOff: Type.Boolean({ description: 'Whether it is sold once, so that no contract follows.' }),
  pilot: nullable(
    object({ endsOn: Type.String({ format: 'date', description: 'Its last day.' }) }, { description: 'A pilot.' }),
    'The pilot as which it is sold, without a contract; converted if there is a `term`. Null for none.',
  ),
  stage: oneOf(DEAL_STAGES, { description: 'Its stage.' }),
  wonAt: nullable(instant, 'When it was won; null if it is not.'),
  deliveredAt: nullable(instant, 'When it was delivered; null if it was not.'),
  lostAt: nullable(instant, 'When it was lost; null if it is not.'),
  lostReason: nullable(Type.String(), 'The code of the reason for which it was lost; null for none.'),
  lostNote: nullable(Type.String(), 'The note on the loss; null for none.'),
  lostFields: nullable(
    Type.Record(Type.String(), Type.String()),
    'The fields of the reason, by name; null without a reason of the taxonomy.',
  ),
  clocks: Type.Array(DealClockSchema, {
    description: 'Its promises by `renewal` and `deals` of SLA policies, oldest first.',
  }),
  nextClockId: nullable(
    id,
    'Of the clocks that its owner owes, the one that is due next: it runs, or they missed it and owe it still. Nothing that was missed is owed once the deal is closed. Null for none.',
  ),
  handoff: nullable(HandoffOfDealSchema, 'Its handoff; null if no kind of handoff applies.'),
  proposal: nullable(
    DealProposalSchema,
    'What its delivery proposes, as long as nobody has applied or declined it; null for nothing, and for what a contract was made of.',
  ),
  may: Type.Array(oneOf(DEAL_ACTS), {
    description:
      'What the caller may do with it now: `update` is `PATCH /v1/deals/{id}`, `deliver` is `POST /v1/deals/{id}/events`, `proposal` stands for applying and declining it, and the others are named as the last part of their route. Empty for those who may only read it. `win` is also listed while the form of its handoff is incomplete.',
  }),
  createdAt: instant('When it was created.'),
  updatedAt: instant('When it was last changed.'),
  ...WARNINGS,
});
export type DealView = Static<typeof DealSchema>;

const BegunHandoffSchema = objectSchema('BegunHandoff', 'A handoff that starts.', {
  id: id('The id of the handoff.'),
  kindId: id('The id of its kind.'),
  name: Type.String({ description: 'The name of its kind.' }),
  state: oneOf(['draft', 'running', 'done', 'cancelled'], {
    description: '`draft` while its form is incomplete; it starts by itself once the form is complete.',
  }),
  missing: Type.Integer({ minimum: 0, description: 'The number of missing fields of its form.' }),
  giverRepId: nullable(id, 'The giver, who fills in the form; null for none.'),
});

export const DealEventSchema = objectSchema('DealEvent', 'An event of a deal, with the handoffs that it starts.', {
  dealId: id('The id of the deal.'),
  name: oneOf(REPORTED_DEAL_EVENTS, { description: 'The event.' }),
  occurredAt: instant('When.'),
  handoffs: Type.Array(BegunHandoffSchema, { description: 'The handoffs that it started.' }),
  ...WARNINGS,
});
export type DealEventView = Static<typeof DealEventSchema>;

export const DealPage = pageOf(DealSchema);

const DealTimelineEntrySchema = objectSchema('DealTimelineEntry', 'An event of a deal, with its sentence.', {
  ...EventSchema.properties,
  text: Type.String({ description: 'What happened, in one sentence.', examples: ['Won, worth 18400.00 EUR'] }),
});
export const DealTimelinePage = pageOf(DealTimelineEntrySchema);
