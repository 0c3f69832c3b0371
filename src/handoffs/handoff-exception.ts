import type { ExceptionBody } from '../deals/deal.dto.js';
import type { Directory } from '../directory/directory.js';
import { collectFaults, type Fault, fault } from '../platform/input/fault.js';
import { instantOf } from '../platform/input/formats.js';
import { type Instant, MS_PER_DAY, toIso } from '../platform/values/duration.js';
import type { HandoffException } from './handoff.js';

/** Whatever can wait for longer than a quarter is not needed for a handover, and its kind should not require it. */
const COMPLETE_WITHIN_DAYS = 90;
const COMPLETE_WITHIN_MS = COMPLETE_WITHIN_DAYS * MS_PER_DAY;

export function readException({ deciderRepId, reason, completeBy }: ExceptionBody): HandoffException {
  return { deciderRepId: deciderRepId.toLowerCase(), reason, completeBy: instantOf(completeBy) };
}

/** Returns what is wrong with an exception. @param of the owner of the deal, and against what to check */
export function faultsOfException(
  { deciderRepId, completeBy }: HandoffException,
  of: { readonly ownerRepId: string | null; readonly directory: Directory; readonly now: Instant },
): Fault[] {
  const at = '/exception/deciderRepId';
  const decider = of.directory.rep(deciderRepId);
  const isOwn = deciderRepId === of.ownerRepId;
  const { now } = of;
  return collectFaults(
    decider === undefined && fault(at, 'unknownId', `There is no rep ${deciderRepId}.`),
    decider?.active === false && fault(at, 'inactive', `${decider.name} is not active: expected an active rep.`),
    isOwn &&
      fault(at, 'value', 'Expected a rep other than the owner of the deal, who cannot grant themselves an exception.'),
    completeBy <= now && fault('/exception/completeBy', 'tooEarly', `Expected an instant after now, ${toIso(now)}.`),
    completeBy > now + COMPLETE_WITHIN_MS &&
      fault(
        '/exception/completeBy',
        'tooLate',
        `Expected an instant within ${COMPLETE_WITHIN_DAYS} days, up to ${toIso(now + COMPLETE_WITHIN_MS)}.`,
      ),
  );
}
