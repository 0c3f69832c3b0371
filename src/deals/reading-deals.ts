import { companyDomain } from '../leads/company.js';
import { faultsOf } from '../platform/checked.js';
import { toIso } from '../platform/duration.js';
import { type Fault, under } from '../platform/fault.js';
import { instantOf, keptAmount } from '../platform/formats.js';
import { merge } from '../platform/merge-patch.js';
import { DealBody, DealInput, type DealPatch } from './deal.dto.js';
import type { Deal, DealStage } from './deal.js';
import { faultsOfPipeline, type Pipeline, pipelineOf, toldOfPipeline } from './pipeline.js';

/** A deal as it would be told, with what is said of it now. */
interface ReadDeal {
  readonly told: DealInput;
  /** Why it cannot be that; the rest is of use when there are none. */
  readonly faults: readonly Fault[];
}

/** @param deal what it was; null for a new one, of which all has to be said that every deal has */
export function readDeal(deal: Deal | null, patch: DealPatch): ReadDeal {
  const { account, ...fields } = patch;
  const told = { ...merge(deal === null ? {} : toldOf(deal), fields) };
  // Named anew as a whole: the id of one and the name of another are two accounts.
  if (account !== undefined) told.account = account;
  const shape = faultsOf(deal === null ? DealBody : DealInput, told);
  if (shape.length > 0) return { told: told as DealInput, faults: shape };
  const read = withLowerIds(told as DealInput);
  return { told: read, faults: faultsWithin(read) };
}

/**
 * What a won deal is worth is changed, and not removed: its lead, reports and ad platforms have it, and no platform can
 * be told that a conversion has no value any more.
 * @param deal as it was; null for a new one
 * @param stage in which it is from now on
 */
export function faultsOfWorth(deal: Deal | null, { amount }: DealInput, stage: DealStage | undefined): Fault[] {
  const staysWon = deal?.stage === 'won' && (stage ?? 'won') === 'won';
  if (!staysWon || deal.amount === null || amount !== undefined) return [];
  return [{ pointer: '/amount', code: 'required', message: STAYS_WORTH }];
}

const STAYS_WORTH =
  'A won deal keeps an amount: its lead and the ad platforms have been given it. Give another one, "0.00" if it is worth nothing, or reopen the deal first.';

/** Ids are compared as they are kept. */
function withLowerIds({ account, leadId, ownerRepId, ...told }: DealInput): DealInput {
  return {
    ...told,
    ...(account !== undefined && {
      account: { ...account, ...(account.id !== undefined && { id: account.id.toLowerCase() }) },
    }),
    ...(leadId !== undefined && { leadId: leadId.toLowerCase() }),
    ...(ownerRepId !== undefined && { ownerRepId: ownerRepId.toLowerCase() }),
  };
}

/** What was told of a deal, as it would be sent. */
export function toldOf(deal: Deal): Record<string, unknown> {
  const { name, externalId, refs, accountId, product, leadId, ownerRepId, amount, currency, expectedCloseAt, term } =
    deal;
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
  };
  return { ...withoutNulls(given), ...toldOfPipeline(deal) };
}

/** What stands of a deal besides the ids that only the database knows to be there. */
export function fieldsOf(
  told: DealInput,
): Pick<Deal, 'name' | 'externalId' | 'refs' | 'product' | 'amount' | 'currency' | 'expectedCloseAt' | 'term'> &
  Pipeline {
  const { name, externalId = null, refs = {}, product = null, amount, currency = null, expectedCloseAt, term } = told;
  return {
    name,
    externalId,
    refs,
    product,
    ...pipelineOf(told),
    amount: amount === undefined ? null : keptAmount(amount),
    currency,
    expectedCloseAt: expectedCloseAt === undefined ? null : instantOf(expectedCloseAt),
    term: term === undefined ? null : { ...term, noticeDays: term.noticeDays ?? null },
  };
}

function faultsWithin(told: DealInput): Fault[] {
  const { account, amount, currency, term } = told;
  return [
    ...faultsOfPipeline(told),
    ...(account === undefined ? [] : under('/account', faultsOfAccount(account))),
    ...(amount !== undefined && currency === undefined
      ? [{ pointer: '/currency', code: 'required', message: 'An amount needs a currency: give both, or neither.' }]
      : []),
    ...(currency !== undefined && amount === undefined
      ? [{ pointer: '/amount', code: 'required', message: 'A currency needs an amount: give both, or neither.' }]
      : []),
    ...(term !== undefined && term.endsOn < term.startsOn
      ? [
          {
            pointer: '/term/endsOn',
            code: 'tooEarly',
            message: `Expected a day on or after the first, ${term.startsOn}.`,
          },
        ]
      : []),
  ];
}

function faultsOfAccount({ id, name, domain }: NonNullable<DealInput['account']>): Fault[] {
  if (id !== undefined && (name !== undefined || domain !== undefined))
    return [{ pointer: '', code: 'tooMany', message: 'Give the `id` of an account, or its `name`, not both.' }];
  if (id === undefined && name === undefined)
    return [{ pointer: '', code: 'required', message: 'Give the `id` of an account, or its `name`.' }];
  return domain === undefined ? [] : faultsOfDomain('/domain', domain);
}

/** Whether it can be one of a company alone. */
export function faultsOfDomain(pointer: string, domain: string): Fault[] {
  if (companyDomain(domain) !== null) return [];
  const message = `Expected a domain of that company alone, such as example.com, not ${JSON.stringify(domain)}.`;
  return [{ pointer, code: 'domain', message }];
}

function withoutNulls(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
