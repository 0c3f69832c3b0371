import type { DealPatch } from '../deals/deal.dto.js';
import { type ReadLoss, readLoss } from '../deals/losing.js';
import type { Directory } from '../directory/directory.js';
import type { ReasonRow } from '../disposition/reason.table.js';
import { companyDomain } from '../leads/company.js';
import { collectFaults, type Fault, fault } from '../platform/input/fault.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { caseless } from '../platform/values/text.js';
import { latestOf, type Newest, type SaidLoss } from './crm-deal.js';
import type { DealByRef } from './reported-deals.service.js';

/** A deal as it would be stored, with its faults. */
export interface PlannedDeal {
  readonly byRef: DealByRef;
  readonly faults: readonly Fault[];
  /** Faults of the loss reason, which apply while the deal is lost without a known reason. */
  readonly unexplained: readonly Fault[];
}

type CrmOwner = NonNullable<Newest['parts']['owner']>;

interface Planning {
  readonly ownerOf: (owner: CrmOwner) => string | undefined;
  readonly now: Instant;
  readonly accounts: ReadonlyMap<string, string>;
  readonly reasons: readonly ReasonRow[];
  /** Of the settings. */
  readonly timeZone: string;
}

/** Returns the deal as it would be stored, by what is newest of it. */
export function plannedOf(
  { ref, parts, why: reason }: Newest,
  { ownerOf, now, accounts, reasons, timeZone }: Planning,
): PlannedDeal {
  const { name, account, owner, value, product, stage, expectedCloseAt, term, oneOff, pilot } = parts;
  const ownerRepId = owner === undefined ? undefined : ownerOf(owner);
  const accountId = account?.ref === undefined ? undefined : accounts.get(account.ref);
  const domain = companyDomain(account?.domain);
  const patch: DealPatch = {
    ...(name !== undefined && { name }),
    ...(accountId !== undefined && { account: { id: accountId } }),
    ...(accountId === undefined &&
      account?.name !== undefined && { account: { name: account.name, ...(domain !== null && { domain }) } }),
    ...(ownerRepId !== undefined && { ownerRepId }),
    ...value,
    ...(product !== undefined && { product }),
    ...(expectedCloseAt !== undefined && { expectedCloseAt: toIso(latestOf(expectedCloseAt, timeZone)) }),
    ...(term !== undefined && { term }),
    ...(oneOff !== undefined && { oneOff }),
    ...(pilot !== undefined && { pilot }),
  };
  // Clocks differ, and a day may not be over: a win must not lie in the future.
  const wonAt = stage?.wonAt == null ? undefined : toIso(Math.min(latestOf(stage.wonAt, timeZone), now));
  const loss = stage?.loss == null ? undefined : lossOf(stage.loss, reasons, now);
  const why = reason === null ? null : lossOf(reason, reasons, now);
  const end = stage === undefined ? null : { stage: stage.is, wonAt, loss };
  return {
    byRef: { ref, patch, end, why, accountRef: accountId === undefined ? (account?.ref ?? null) : null },
    faults: collectFaults(
      stage?.odd && stage.odd,
      (loss?.faults ?? []).map(reasonFault),
      faultsOfOwner(parts, ownerRepId),
      faultsOfAccount(parts, accountId),
    ),
    unexplained: (why?.faults ?? []).map(reasonFault),
  };
}

function reasonFault({ code, message }: Fault): Fault {
  return fault('/lostReason', code, `${message} Its lead is left open to be decided about.`);
}

/** Reads a loss. A reason that maps to no disposition is stored as text and reported; its lead stays open. */
function lossOf({ text, code }: SaidLoss, reasons: readonly ReasonRow[], now: Instant): ReadLoss {
  const read = readLoss({ reason: code, note: text ?? undefined }, reasons, now);
  if (code !== null || text === null) return read;
  const message = 'This reason is not mapped: add it to `lostReasons`.';
  return { ...read, faults: [fault('/lostReason', 'unknownReason', message)] };
}

/** Indexes all reps once, for any number of deals. Those who have left own nothing any more. */
export function ownersIn({ content }: Directory, systemName: string): Planning['ownerOf'] {
  const [byEmail, byRef] = [new Map<string, string>(), new Map<string, string>()];
  for (const { id, email, refs, active } of content.reps.values()) {
    if (!active) continue;
    byEmail.set(caseless(email), id);
    if (Object.hasOwn(refs, systemName)) byRef.set(refs[systemName]!, id);
  }
  return (owner) => ('email' in owner ? byEmail.get(caseless(owner.email)) : byRef.get(owner.ref));
}

/** An unknown owner must not lose a won deal: the deal is stored, and the fault is listed. */
function faultsOfOwner({ owner }: Newest['parts'], ownerRepId: string | undefined): Fault[] {
  if (owner === undefined || ownerRepId !== undefined) return [];
  const pointer = 'email' in owner ? '/ownerEmail' : '/ownerRef';
  const message = 'No active rep matches the reported owner: the deal keeps its present owner.';
  return [fault(pointer, 'unknownId', message)];
}

function faultsOfAccount({ account }: Newest['parts'], accountId: string | undefined): Fault[] {
  if (account === undefined || accountId !== undefined || account.name !== undefined) return [];
  return [fault('/accountRef', 'unknownId', 'No account has this id in its `refs`, and it has no name.')];
}
