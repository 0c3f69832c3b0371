import type { ExceptionBody } from '../deals/deal.dto.js';
import type { Directory } from '../directory/directory.js';
import { type Instant, MS_PER_DAY, toIso } from '../platform/duration.js';
import type { Fault } from '../platform/fault.js';
import { instantOf } from '../platform/formats.js';
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
  return [
    ...(decider === undefined ? [{ pointer: at, code: 'unknownId', message: `There is no rep ${deciderRepId}.` }] : []),
    ...(decider?.active === false
      ? [{ pointer: at, code: 'inactive', message: `${decider.name} is not active: expected an active rep.` }]
      : []),
    ...(isOwn
      ? [
          {
            pointer: at,
            code: 'value',
            message: 'Expected a rep other than the owner of the deal, who cannot grant themselves an exception.',
          },
        ]
      : []),
    ...(completeBy <= now
      ? [
          {
            pointer: '/exception/completeBy',
            code: 'tooEarly',
            message: `Expected an instant after now, ${toIso(now)}.`,
          },
        ]
      : []),
    ...(completeBy > now + COMPLETE_WITHIN_MS
      ? [
          {
            pointer: '/exception/completeBy',
            code: 'tooLate',
            message: `Expected an instant within ${COMPLETE_WITHIN_DAYS} days, up to ${toIso(now + COMPLETE_WITHIN_MS)}.`,
          },
        ]
      : []),
  ];
}
