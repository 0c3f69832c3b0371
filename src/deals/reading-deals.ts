import { isDeepStrictEqual } from 'node:util';
import { companyDomain } from '../leads/company.js';
import { faultsOfAmount } from '../platform/input/amount-faults.js';
import { faultsOf } from '../platform/input/checked.js';
import { collectFaults, type Fault, fault, under } from '../platform/input/fault.js';
import { instantOf, keptAmount } from '../platform/input/formats.js';
import { merge } from '../platform/input/merge-patch.js';
import { toIso } from '../platform/values/duration.js';
import { withoutZeros } from '../platform/values/money.js';
import { DealBody, DealInput, type DealPatch, ReportedDealBody } from './deal.dto.js';
import type { Deal, DealStage } from './deal.js';
import { faultsOfPipeline, type Pipeline, pipelineOf, reportedPipelineOf } from './pipeline.js';
import { faultsOfSoldFor, type SaidSoldFor, saidIn, UNSAID_SOLD_FOR } from './sold-for.js';

/** A deal in the form of a request, after a patch. */
interface ReadDeal {
  readonly reported: DealInput;
  /** If there are any, the rest is of no use, except to look for more. */
  readonly faults: readonly Fault[];
  /** Whether it has the shape of a deal, so that what it names can be looked up. */
  readonly isShaped: boolean;
}

interface ReadAs {
  /** The schema of a new deal. */
  readonly newDeal?: typeof DealBody | typeof ReportedDealBody;
  /** A person means all that they say. */
  readonly isOfPerson?: boolean;
}

/** @param deal before the patch; null for a new one, which needs all required fields */
export function readDeal(
  deal: Deal | null,
  patch: DealPatch,
  { newDeal = DealBody, isOfPerson = false }: ReadAs = {},
): ReadDeal {
  // Who changes a deal is taken at their word; a report may repeat what was said before the win.
  const isReport = newDeal === ReportedDealBody && !isOfPerson;
  const { account, ...fields } = isReport ? sayingNew(deal, patch) : patch;
  const merged = { ...merge(deal === null ? {} : withoutReplaced(dealInputOf(deal), fields), fields) };
  // An account is replaced as a whole: the id of one and the name of another would be two accounts.
  if (account !== undefined) merged.account = account;
  const shape = faultsOf(deal === null ? newDeal : DealInput, merged);
  if (shape.length > 0) return { reported: merged as DealInput, faults: shape, isShaped: false };
  const read = withLowerIds(merged as DealInput);
  return { reported: read, faults: [...faultsWithin(read), ...faultsOfDecimals(deal, read)], isShaped: true };
}

/**
 * The amount of a won deal may be changed but not removed: its lead, reports and ad platforms have it, and no platform
 * accepts that a conversion no longer has a value.
 * @param deal before the change; null for a new one
 * @param stage after the change
 */
export function faultsOfWorth(deal: Deal | null, { amount }: DealInput, stage: DealStage | undefined): Fault[] {
  const staysWon = deal?.stage === 'won' && (stage ?? 'won') === 'won';
  if (!staysWon || deal.amount === null || amount !== undefined) return [];
  return [fault('/amount', 'required', STAYS_WORTH)];
}

const STAYS_WORTH =
  'A won deal keeps an amount: its lead and the ad platforms have been given it. Give another one, "0.00" if it is worth nothing, or reopen the deal first.';

/**
 * A program that reports the whole deal again and again repeats what the deal said before it was won, also that it said
 * nothing: that says nothing against what the win has said since. Whoever changes the deal itself means what they say.
 */
function sayingNew(deal: Deal | null, patch: DealPatch): DealPatch {
  const former = deal?.beforeWin ?? null;
  if (former === null) return patch;
  const { term, oneOff, pilot, ...rest } = patch;
  const isRepeated = {
    term: former.term !== undefined && isSame(term as object | null | undefined, former.term),
    oneOff: former.oneOff !== undefined && (oneOff ?? false) === former.oneOff,
    pilot: former.pilotEndsOn !== undefined && ((pilot as Pilot | null)?.endsOn ?? null) === former.pilotEndsOn,
  };
  return {
    ...rest,
    ...(term !== undefined && !isRepeated.term && { term }),
    ...(oneOff !== undefined && !isRepeated.oneOff && { oneOff }),
    ...(pilot !== undefined && !isRepeated.pilot && { pilot }),
  };
}

interface Pilot {
  readonly endsOn: string;
}

function isSame(one: object | null | undefined, other: object | null): boolean {
  if (one == null || other === null) return one === null && other === null;
  return isDeepStrictEqual(withoutNulls(one), withoutNulls(other));
}

/** What a deal is sold for is one of three, so that one takes the place of the others; a pilot may have a term, too. */
function withoutReplaced(known: Record<string, unknown>, patch: DealPatch): Record<string, unknown> {
  const { term, oneOff, pilot, ...rest } = known;
  const isSaid = (name: string) => patch[name] != null && patch[name] !== false;
  const stays = {
    term: !isSaid('oneOff') && (!isSaid('pilot') || isSaid('term')),
    oneOff: !isSaid('term') && !isSaid('pilot'),
    pilot: !isSaid('oneOff'),
  };
  return {
    ...rest,
    ...(term !== undefined && stays.term && { term }),
    ...(oneOff !== undefined && stays.oneOff && { oneOff }),
    ...(pilot !== undefined && stays.pilot && { pilot }),
  };
}

/** Ids are stored, and so compared, in lower case. */
function withLowerIds({ account, leadId, ownerRepId, ...rest }: DealInput): DealInput {
  return {
    ...rest,
    ...(account !== undefined && {
      account: { ...account, ...(account.id !== undefined && { id: account.id.toLowerCase() }) },
    }),
    ...(leadId !== undefined && { leadId: leadId.toLowerCase() }),
    ...(ownerRepId !== undefined && { ownerRepId: ownerRepId.toLowerCase() }),
  };
}

/** The deal in the form of a request. */
export function dealInputOf(deal: Deal): Record<string, unknown> {
  const { name, externalId, refs, accountId, product, leadId, ownerRepId, amount, currency, expectedCloseAt } = deal;
  const { term, oneOff, pilotEndsOn } = deal;
  const given = {
    name,
    externalId,
    refs: Object.keys(refs).length === 0 ? null : refs,
    account: accountId === null ? null : { id: accountId },
    product,
    leadId,
    ownerRepId,
    amount,
    currency,
    expectedCloseAt: expectedCloseAt === null ? null : toIso(expectedCloseAt),
    term: term === null ? null : withoutNulls(term),
    oneOff: oneOff ? true : null,
    pilot: pilotEndsOn === null ? null : { endsOn: pilotEndsOn },
  };
  return { ...withoutNulls(given), ...reportedPipelineOf(deal) };
}

/** The fields that need no look-up of ids. */
export function fieldsOf(
  input: DealInput,
): Pick<Deal, 'name' | 'externalId' | 'refs' | 'product' | 'amount' | 'currency' | 'expectedCloseAt'> &
  SaidSoldFor &
  Pipeline {
  const { name, externalId = null, refs = {}, product = null, amount, currency = null, expectedCloseAt } = input;
  return {
    name,
    externalId,
    refs,
    product,
    ...pipelineOf(input),
    amount: amount === undefined ? null : keptAmount(amount),
    currency,
    expectedCloseAt: expectedCloseAt === undefined ? null : instantOf(expectedCloseAt),
    ...(saidIn(input) ?? UNSAID_SOLD_FOR),
  };
}

/** A deal that came from a lead may have more decimals than its currency: its other fields can be changed. */
function faultsOfDecimals(deal: Deal | null, { amount, currency }: DealInput): Fault[] {
  if (amount === undefined || currency === undefined) return [];
  if (deal !== null && deal.amount === amount && deal.currency === currency) return [];
  return faultsOfAmount('/amount', withoutZeros(amount), currency);
}

function faultsWithin(input: DealInput): Fault[] {
  const { account, amount, currency, type, oneOff, pilot } = input;
  return collectFaults(
    faultsOfPipeline(input),
    account !== undefined && under('/account', faultsOfAccount(account)),
    amount !== undefined &&
      currency === undefined &&
      fault('/currency', 'required', 'An amount needs a currency: give both, or neither.'),
    currency !== undefined &&
      amount === undefined &&
      fault('/amount', 'required', 'A currency needs an amount: give both, or neither.'),
    faultsOfSoldFor(input),
    type === 'renewal' && oneOff === true && fault('/oneOff', 'value', OF_RENEWALS),
    type === 'renewal' && pilot !== undefined && fault('/pilot', 'value', OF_RENEWALS),
  );
}

const OF_RENEWALS = 'Expected none: a renewal is for the next term of its contract.';

function faultsOfAccount({ id, name, domain }: NonNullable<DealInput['account']>): Fault[] {
  if (id !== undefined && (name !== undefined || domain !== undefined))
    return [fault('', 'tooMany', 'Give the `id` of an account, or its `name`, not both.')];
  if (id === undefined && name === undefined)
    return [fault('', 'required', 'Give the `id` of an account, or its `name`.')];
  return domain === undefined ? [] : faultsOfDomain('/domain', domain);
}

/** Checks that a domain can belong to one company alone. */
export function faultsOfDomain(pointer: string, domain: string): Fault[] {
  if (companyDomain(domain) !== null) return [];
  const message = `Expected a domain of that company alone, such as example.com, not ${JSON.stringify(domain)}.`;
  return [fault(pointer, 'domain', message)];
}

function withoutNulls(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
