import { type Day, laterOf } from '../../platform/values/day.js';
import { amountIn, round } from '../../platform/values/money.js';
import { amended, faultOfDay } from '../contracts/amending.js';
import { arrOn, type Contract, unitsOf } from '../contracts/contract.js';
import type { AmendBody } from '../contracts/contract.schema.js';
import type { DraftLine } from '../contracts/contract-draft.schema.js';
import { amendmentDraft } from '../contracts/contract-drafts.js';
import { arrOf, hasArr, yearOf } from '../contracts/segment-arr.js';
import type { Proposal, ProposedChange } from './proposal.js';

type DraftSegment = DraftLine['segments'][number];

/** Returns the amendment that applies a proposal to the lines that the contract has by now. */
export function amendmentOf(contract: Contract, { dealId, effectiveOn, changes }: Proposal, reason: string): AmendBody {
  const { lines: agreed } = amendmentDraft(contract, effectiveOn);
  const { currency } = contract;
  // Lines that a deal has added to the contract of another one carry its id.
  const isAdded = contract.lines.some((line) => line.dealId === dealId);
  const around = { currency, effectiveOn, ...endOf(agreed, contract, effectiveOn), ...(isAdded && { dealId }) };
  const lines = changes.reduce<readonly DraftLine[]>((now, change) => withChange(now, change, around), agreed);
  return { effectiveOn, lines: [...lines], reason };
}

interface Around {
  readonly currency: string;
  readonly effectiveOn: Day;
  /** The last day of a line that is added; absent if no end is agreed. */
  readonly to?: Day;
  readonly dealId?: string;
}

/** Raises or lowers the line of a product by what differs. A product that is not there yet gets one. */
function withChange(lines: readonly DraftLine[], change: ProposedChange, around: Around): readonly DraftLine[] {
  const { product, kind } = change;
  const { currency, effectiveOn: from, to, dealId } = around;
  const by = (field: 'amount' | 'arr', former: 'soldAmount' | 'soldArr') =>
    unitsOf(change[field], currency) - unitsOf(change[former], currency);
  const named = { product, kind, ...(dealId !== undefined && { dealId }) };
  if (!hasArr(kind)) {
    const amount = amountIn(by('amount', 'soldAmount'), currency);
    return [...lines, { ...named, segments: [{ from, amount, cause: 'sold' }] }];
  }
  const more = by('arr', 'soldArr');
  const place = placeOf(lines, change, dealId);
  if (place >= 0) {
    const segments = lines[place]!.segments.flatMap((each) => raised(each, more, currency) ?? []);
    return lines.toSpliced(place, 1, ...(segments.length === 0 ? [] : [{ ...lines[place]!, segments }]));
  }
  const begun = raised({ from, ...(to !== undefined && { to }), amount: '0', arr: '0', cause: 'sold' }, more, currency);
  return begun === null ? lines : [...lines, { ...named, segments: [begun] }];
}

function placeOf(lines: readonly DraftLine[], { product, kind }: ProposedChange, dealId: string | undefined): number {
  const isIts = (line: DraftLine) => line.product === product && line.kind === kind;
  const own = lines.findIndex((line) => isIts(line) && line.dealId === dealId);
  return own >= 0 ? own : lines.findIndex(isIts);
}

/** Null if nothing is left of it. */
function raised({ from, to, amount, arr, cause }: DraftSegment, more: bigint, currency: string): DraftSegment | null {
  const span = { from, to: to ?? null };
  const former = arr === undefined ? arrOf({ ...span, amount: unitsOf(amount, currency) }) : unitsOf(arr, currency);
  const next = (former ?? 0n) + more;
  if (next <= 0n) return null;
  const whole = to === undefined ? next : amountFor(next, from, to);
  return {
    from,
    ...(to !== undefined && { to }),
    amount: amountIn(whole, currency),
    arr: amountIn(next, currency),
    cause,
  };
}

/** The amount for a span that has this ARR. */
function amountFor(arr: bigint, from: Day, to: Day): bigint {
  const { over, under } = yearOf(from, to);
  return round({ over: arr * under, under: over });
}

/** The last day of the lines as they are agreed, with which one that is added ends; without any, that of the term. */
function endOf(agreed: readonly DraftLine[], { terms }: Contract, day: Day): { readonly to?: Day } {
  const ends = agreed.flatMap(({ segments }) => segments.at(-1)!.to ?? []);
  const to = ends.length > 0 ? ends.reduce(laterOf) : terms.findLast(({ startsOn }) => startsOn <= day)?.endsOn;
  return to == null ? {} : { to };
}

/** Returns the ARR of a contract on the first day of a proposed amendment, before it and with it. */
export function arrsOf(contract: Contract, proposal: Proposal): { readonly formerArr: string; readonly arr: string } {
  const isOver = proposal.currency !== contract.currency || faultOfDay(contract, proposal.effectiveOn) !== null;
  const turn = isOver ? null : amended(contract, amendmentOf(contract, proposal, '')).turn;
  const money = amountIn(arrOn(contract, proposal.effectiveOn), contract.currency);
  const { formerArr = money, arr = money } = (turn?.facts ?? {}) as { formerArr?: string; arr?: string };
  return { formerArr, arr };
}
