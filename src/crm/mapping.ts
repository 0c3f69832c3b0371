import type { Warning } from '../documents/version.schema.js';
import { collectFaults, type Fault, fault, step } from '../platform/input/fault.js';
import { caseless } from '../platform/values/text.js';
import type { MappingBody } from './connections/mapping.schema.js';
import { itemsOf, type MappedObject, MappingReading, mapObject, type ObjectMapping } from './objects.js';

const MAPPED_FIELDS = [
  ...['ref', 'changedAt', 'name', 'accountName', 'accountDomain', 'accountRef', 'ownerEmail', 'ownerRef', 'amount'],
  ...['currency', 'product', 'stage', 'wonAt', 'lostReason', 'expectedCloseAt', 'startsOn', 'endsOn', 'noticeDays'],
  ...['autoRenewMonths', 'oneOff', 'pilotEndsOn'],
] as const satisfies readonly (keyof MappingBody)[];
export type MappedField = (typeof MAPPED_FIELDS)[number];

export interface DealMapping extends ObjectMapping<MappedField> {
  readonly stages: MappingBody['stages'] | undefined;
  /** Reason codes by the CRM's name for them, in lower case. */
  readonly lostReasons: ReadonlyMap<string, string>;
}

type ReadMapping = { readonly mapping: DealMapping } | { readonly faults: readonly Fault[] };

/** @returns faults with pointers into the mapping */
export function readMapping(written: MappingBody): ReadMapping {
  const reading = new MappingReading();
  const mapping: DealMapping = {
    each: reading.each(written),
    only: reading.only(written.only),
    fields: reading.fields(written, MAPPED_FIELDS),
    lists: [],
    stages: written.stages,
    lostReasons: new Map(
      Object.entries(written.lostReasons ?? {}).map(([theirs, code]) => [caseless(theirs.trim()), code]),
    ),
  };
  const faults = [...reading.faults, ...faultsOfMeaning(written)];
  return faults.length > 0 ? { faults } : { mapping };
}

/** Returns warnings about omissions that are probably unintended. */
export function warningsOfMapping({ changedAt, stages, lostReasons }: MappingBody): Warning[] {
  const undated = {
    pointer: '/mapping/changedAt',
    message: 'Without changedAt, a deal that arrives late or a second time counts as the newest.',
  };
  const unexplained = {
    pointer: '/mapping/lostReasons',
    message:
      'Without lostReasons, the leads of lost deals stay open and their channels get no reason until somebody closes them.',
  };
  return [
    ...(changedAt === undefined ? [undated] : []),
    ...((stages?.lost ?? []).length > 0 && Object.keys(lostReasons ?? {}).length === 0 ? [unexplained] : []),
  ];
}

function faultsOfMeaning({
  stage,
  stages,
  ownerEmail,
  ownerRef,
  amount,
  currency,
  startsOn,
  endsOn,
  lostReason,
  lostReasons,
}: MappingBody): Fault[] {
  const mapped = Object.entries(stages ?? {}).flatMap(([meaning, names]) =>
    names.map((name, index) => ({ name: caseless(name.trim()), pointer: `/stages/${meaning}/${index}` })),
  );
  const twice = mapped.filter(({ name }, index) => mapped.findIndex((each) => each.name === name) < index);
  const theirs = Object.keys(lostReasons ?? {});
  const keys = theirs.map((each) => caseless(each.trim()));
  return collectFaults(
    lostReasons !== undefined &&
      lostReason === undefined &&
      fault('/lostReason', 'required', 'Expected `lostReason`, which says where to find the reason for a loss.'),
    theirs
      .filter((_, index) => keys.indexOf(keys[index]!) < index)
      .map((each) => fault(`/lostReasons${step(each)}`, 'duplicate', 'A reason means one thing, without case.')),
    stage !== undefined &&
      stages === undefined &&
      fault('/stages', 'required', 'Say which stages mean that a deal is won, and which that it is lost.'),
    stage === undefined &&
      stages !== undefined &&
      fault('/stage', 'required', 'Expected `stage`, which says where to find the stage.'),
    twice.map(({ pointer }) => fault(pointer, 'duplicate', 'A stage means one thing.')),
    ownerEmail !== undefined &&
      ownerRef !== undefined &&
      fault('/ownerRef', 'contradiction', 'Give `ownerEmail` or `ownerRef`, not both.'),
    (amount === undefined) !== (currency === undefined) &&
      fault(
        amount === undefined ? '/amount' : '/currency',
        'required',
        'An amount needs a currency: give both, or neither.',
      ),
    (startsOn === undefined) !== (endsOn === undefined) &&
      fault(
        startsOn === undefined ? '/startsOn' : '/endsOn',
        'required',
        'A term begins and ends: give both days, or neither.',
      ),
  );
}

type Objects = { readonly objects: readonly MappedObject<MappedField>[] } | { readonly fault: Fault };

/** Extracts the objects of a payload. @returns a fault if it does not fit the mapping */
export function mapPayload(mapping: DealMapping, payload: unknown): Objects {
  const found = itemsOf(mapping, payload);
  return 'fault' in found ? found : { objects: found.items.map((item) => mapObject(mapping, { payload, item })) };
}
