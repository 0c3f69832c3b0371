import { type Fault, fault, step } from '../../platform/input/fault.js';
import { caseless } from '../../platform/values/text.js';
import type { HandoffKindBody, ReadyMadeSetBody } from './handoff-kind.schema.js';
import { READY_MADE } from './ready-made.js';

/** Returns the faults of the names of receivers: those that no kind has, are there twice, or are missing. */
export function faultsOfSet(set: ReadyMadeSetBody): Fault[] {
  const receivers = READY_MADE[set.business].flatMap((kind) => kind.receivers);
  const names = [...new Set(receivers.map(({ name }) => name))];
  const given = set.receivers.map(({ name }) => caseless(name));
  const known = names.join(', ');
  const wrong = set.receivers.flatMap(({ name }, index) => {
    const at = `/receivers${step(index)}/name`;
    if (!names.some((each) => caseless(each) === caseless(name)))
      return [fault(at, 'unknownField', `No kind of this set has such a receiver: expected ${known}.`)];
    return given.indexOf(caseless(name)) < index ? [fault(at, 'repeated', 'It is there already.')] : [];
  });
  const missing = names.filter((name) => !given.includes(caseless(name)));
  return missing.length === 0
    ? wrong
    : [...wrong, fault('/receivers', 'required', `Expected also ${missing.join(', ')}: who receives that?`)];
}

/** Returns the kinds of a set with its people filled in. @param set without faults */
export function kindsOfSet({ business, receivers, deciderRepId }: ReadyMadeSetBody): HandoffKindBody[] {
  const staff = new Map(receivers.map(({ name, ...people }) => [caseless(name), people]));
  return READY_MADE[business].map((kind) =>
    structuredClone({
      ...kind,
      receivers: kind.receivers.map((receiver) => ({ ...receiver, ...staff.get(caseless(receiver.name))! })),
      escalation: { ...kind.escalation, deciderRepId },
    }),
  );
}

/** Returns faults of a kind of the set, with pointers into the request. */
export function faultsInSet(set: ReadyMadeSetBody, kind: HandoffKindBody, faults: readonly Fault[]): Fault[] {
  return faults.map(({ pointer, code, message }) => {
    const [, part, place, ...rest] = pointer.split('/');
    if (part === 'receivers' && place !== undefined) {
      const { name } = kind.receivers[Number(place)]!;
      const index = set.receivers.findIndex((each) => caseless(each.name) === caseless(name));
      return fault(['/receivers', index, ...rest].join('/'), code, message);
    }
    if (pointer === '/escalation/deciderRepId') return fault('/deciderRepId', code, message);
    return fault('/business', code, `${JSON.stringify(kind.name)}: ${message}`);
  });
}

/** Returns each fault once: several kinds may name the same person. */
export function distinct(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((each) => [`${each.pointer} ${each.code} ${each.message}`, each])).values()];
}
