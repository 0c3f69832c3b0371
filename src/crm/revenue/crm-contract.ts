import { Type } from '@sinclair/typebox';
import type { LineKind } from '../../forms/contract-lines.dto.js';
import { readBody } from '../../platform/input/checked.js';
import { type Fault, faultsElsewhere } from '../../platform/input/fault.js';
import type { Day } from '../../platform/values/day.js';
import { ContractBody } from '../../revenue/contracts/contract.schema.js';
import { NAME_LENGTH_MAX } from '../object-values.js';
import type { MappedObject } from '../objects.js';
import {
  type EntryValues,
  FactReading,
  type FactsContext,
  type ReadParts,
  renamed,
  withoutUndefined,
} from './crm-facts.js';

const CrmContractBody = Type.Omit(ContractBody, ['accountId', 'dealId', 'externalId', 'refs']);

interface Segment {
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  readonly amount?: string | undefined;
  readonly arr?: string | undefined;
}

interface Line {
  readonly product: string | undefined;
  readonly kind: LineKind;
  readonly segments: Segment[];
  /** The pointer to each segment in the payload's lines. */
  readonly places: string[];
}

/** Reads a contract, with a list of lines, or one line in its own fields. */
export function readCrmContract(
  { values, lists }: Pick<MappedObject, 'values' | 'lists'>,
  how: FactsContext,
): ReadParts {
  const reading = new FactReading(values, how);
  const term = { startsOn: reading.day('startsOn'), endsOn: reading.lastDay('endsOn', 'endsBefore') };
  const { currency } = reading;
  const entries = lists.lines?.map((entry, place) => new FactReading(entry, how, { at: `/lines/${place}`, currency }));
  const lines = linesOf(entries ?? [reading], term.startsOn, entries !== undefined);
  const body = {
    currency,
    ...term,
    noticeDays: reading.count('noticeDays'),
    autoRenewMonths: reading.count('autoRenewMonths') || undefined,
    lines: lines.map(({ product, kind, segments }) =>
      withoutUndefined({ product, kind, segments: segments.map(withoutUndefined) }),
    ),
  };
  const fieldOf = fieldsOf(lines, values, entries !== undefined);
  const { body: checked, faults: ofShape } = readBody<object>(CrmContractBody, withoutUndefined(body));
  const own = [...reading.faults, ...(entries ?? []).flatMap(({ faults }) => faults)];
  // A line lacks its first day only if the contract's is missing or invalid, which is already reported.
  const isSaid = ({ pointer, code }: Fault) => code === 'required' && pointer.endsWith('/from');
  const shaped = ofShape
    .filter((fault) => !isSaid(fault))
    .map((fault) => ({ ...fault, pointer: fieldOf(fault.pointer) }));
  const names = {
    accountRef: reading.id('accountRef'),
    dealRef: reading.id('dealRef'),
    accountName: reading.cut('accountName', NAME_LENGTH_MAX),
    accountDomain: reading.text('accountDomain'),
  };
  return { reported: { names, body: checked, fieldOf }, faults: [...own, ...faultsElsewhere(own, shaped)] };
}

/** Merges entries of the same product and kind whose days do not overlap into one line with several segments. */
function linesOf(entries: readonly FactReading[], startsOn: Day | undefined, areEntries: boolean): Line[] {
  const lines: Line[] = [];
  for (const [place, entry] of entries.entries()) {
    const [product, kind] = [entry.product(), entry.lineKind() ?? 'recurring'];
    const segment = {
      from: (areEntries ? entry.day('from') : undefined) ?? startsOn,
      to: areEntries ? entry.lastDay('to', 'before') : undefined,
      amount: entry.amountOf('amount'),
      arr: entry.amountOf('arr'),
    };
    const before = lines.find(
      (line) => line.product === product && line.kind === kind && isApart(line.segments, segment),
    );
    const line = before ?? { product, kind, segments: [], places: [] };
    if (before === undefined) lines.push(line);
    line.segments.push(segment);
    line.places.push(areEntries ? `/lines/${place}` : '');
  }
  return lines;
}

/** Whether a segment overlaps no other. One without an end lasts as long as the contract, so it overlaps later ones. */
function isApart(segments: readonly Segment[], { from, to }: Segment): boolean {
  const isBefore = (last: Day | undefined, first: Day | undefined) =>
    last !== undefined && first !== undefined && last < first;
  return segments.every((each) => isBefore(each.to, from) || isBefore(to, each.from));
}

function fieldsOf(lines: readonly Line[], values: EntryValues, areEntries: boolean): (pointer: string) => string {
  const last = { '/endsOn': values.endsBefore === undefined ? '/endsOn' : '/endsBefore' };
  const ofOne = { '/from': '/startsOn', '/to': last['/endsOn'] };
  return (pointer) => {
    const [, line, segment = '0', rest = ''] = /^\/lines\/(\d+)(?:\/segments\/(\d+))?(\/.*)?$/.exec(pointer) ?? [];
    if (line === undefined) return renamed(pointer, { ...last, '/accountId': '/accountRef', '/dealId': '/dealRef' });
    return `${lines[Number(line)]?.places[Number(segment)] ?? '/lines'}${areEntries ? rest : renamed(rest, ofOne)}`;
  };
}
