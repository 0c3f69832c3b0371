import type { Fault } from '../platform/fault.js';
import { instantOf } from '../platform/formats.js';
import { toIso } from '../platform/instant.js';

/** A list of leads that were received before a moment and not before a later one is empty for ever: a mistake. */
export function faultsOfReceived({
  receivedFrom,
  receivedTo,
}: {
  readonly receivedFrom?: string;
  readonly receivedTo?: string;
}): Fault[] {
  if (receivedFrom === undefined || receivedTo === undefined) return [];
  const [from, to] = [instantOf(receivedFrom), instantOf(receivedTo)];
  if (from <= to) return [];
  const message = `It ends at ${toIso(to)}, before it begins at ${toIso(from)}.`;
  return [{ pointer: '/receivedTo', code: 'inverted', message }];
}
