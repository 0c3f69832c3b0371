import type { IdentifyingSettings } from '../../../contact/identifying.js';
import { type DealInput, ReportedDealBody } from '../../../deals/deal.dto.js';
import { DEAL_STAGES } from '../../../deals/deal.js';
import { asReportedElsewhere, readLoss } from '../../../deals/losing.js';
import type { PastDealEnd } from '../../../deals/past-deals.service.js';
import { DEAL_TYPES } from '../../../deals/pipeline.js';
import { readDeal } from '../../../deals/reading-deals.js';
import type { ReasonRow } from '../../../disposition/reason.table.js';
import { companyDomain } from '../../../leads/company.js';
import { type LeadName, readName } from '../../../leads/naming.js';
import type { RepRow } from '../../../people/rep.table.js';
import { type Instant, toIso } from '../../../platform/values/duration.js';
import { fold } from '../../mapping/planned-column.js';
import { leadNamesIn } from '../naming-leads.js';
import type { RowFields } from '../row-fields.js';

/** A deal as a request has it, with what became of it. */
export interface RowDeal {
  readonly reported: DealInput;
  /** Of its account, if the row gives its id elsewhere. */
  readonly accountRef: { readonly system: string; readonly ref: string } | null;
  readonly accountName: { readonly name: string; readonly domain: string | null } | null;
  /** Null if the row names no lead. */
  readonly lead: LeadName | null;
  readonly madeAt: Instant;
  readonly end: PastDealEnd | null;
}

interface Judged {
  readonly settings: IdentifyingSettings & { readonly currency: string };
  readonly reps: readonly RepRow[];
  readonly reasons: readonly ReasonRow[];
  readonly source: string | null;
  readonly now: Instant;
}

const CATEGORIES = ['pipeline', 'bestCase', 'commit', 'omitted'] as const;
/** In place of an account that is looked up by its id elsewhere. */
const SOME_ACCOUNT = { name: 'Looked up' };

/** Reads a row of deals as `PUT /v1/deals/by-ref/{system}/{ref}` reads its body. */
export function dealOfRow(row: RowFields, judged: Judged): RowDeal | { readonly why: string } {
  const { settings, reps, now } = judged;
  const refs = row.refs();
  const externalId = row.text('externalId');
  if (externalId === undefined && Object.keys(refs).length === 0)
    row.refuse('', 'It has no id by which it would be found again.');
  const [accountRef] = Object.entries(row.refs('accountRefs'));
  const accountName = row.text('account');
  const domain = row.text('accountDomain');
  const stage = row.word('stage', DEAL_STAGES) ?? 'open';
  const closedAt = row.instant('closedAt');
  const createdAt = row.instant('createdAt');
  const amount = row.amount('amount');
  const expected = row.instant('expectedCloseAt') ?? (stage === 'open' ? closedAt : undefined);
  const [startsOn, endsOn] = [row.day('startsOn'), row.day('endsOn')];
  const given = {
    name: row.text('name'),
    account:
      accountName !== undefined
        ? { name: accountName, ...(domain !== undefined && { domain }) }
        : accountRef && SOME_ACCOUNT,
    ...(amount !== undefined && { amount, currency: row.text('currency')?.toUpperCase() ?? settings.currency }),
    ownerRepId: row.rep('owner', reps),
    type: row.word('type', DEAL_TYPES),
    product: row.text('product'),
    category: row.word('category', CATEGORIES),
    probability: row.share('probability'),
    expectedCloseAt: expected === undefined ? undefined : toIso(expected),
    term: startsOn === undefined || endsOn === undefined ? undefined : { startsOn, endsOn },
    externalId,
    refs,
  };
  const patch = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const { reported, faults } = readDeal(null, patch, { newDeal: ReportedDealBody });
  row.refuseFor(faults, fieldAt);
  const end = endOf(row, stage, closedAt ?? createdAt ?? now, judged);
  const madeAt = createdAt ?? end?.at ?? now;
  for (const [field, at] of [
    ['createdAt', createdAt],
    ['closedAt', end?.at],
  ] as const)
    if (at !== undefined && at > now) row.refuse(field, 'Expected an instant that is not in the future.');
  if (end !== null && end.at < madeAt) row.refuse('closedAt', 'Expected an instant after it was created.');
  const lead = leadOf(row, judged);
  if (row.why !== null) return { why: row.why };
  return {
    reported,
    accountRef: accountRef === undefined ? null : { system: accountRef[0], ref: accountRef[1] },
    accountName: accountName === undefined ? null : { name: accountName, domain: companyDomain(domain) },
    lead,
    madeAt,
    end,
  };
}

function endOf(row: RowFields, stage: string, at: Instant, { reasons, now }: Judged): PastDealEnd | null {
  if (stage === 'open') return null;
  if (stage === 'won') return { kind: 'won', at, milestoneId: null };
  const said = row.text('lostReason') ?? null;
  const named = reasons.find(({ label }) => said !== null && fold(label) === fold(said))?.code ?? said;
  return { kind: 'lost', at, loss: readLoss(asReportedElsewhere(named, undefined, reasons), reasons, now).loss };
}

function leadOf(row: RowFields, { settings, source }: Judged): LeadName | null {
  const names = leadNamesIn(row, source);
  if (Object.keys(names).length === 0) return null;
  const name = readName(names, settings);
  if (!('faults' in name)) return name;
  row.refuseFor(name.faults, fieldAt);
  return null;
}

const FIELDS: Readonly<Record<string, string>> = { ownerRepId: 'owner', term: 'endsOn' };

/** Returns the field of a row that a pointer into the request means. */
export function fieldAt(pointer: string): string {
  const [first = '', second = ''] = pointer.split('/').slice(1);
  if (first === 'account') return second === 'domain' ? 'accountDomain' : 'account';
  if (first === 'refs' && second !== '') return `refs.${second}`;
  return FIELDS[first] ?? first;
}
