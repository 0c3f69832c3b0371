import type { Caller } from '../auth/scope.js';
import type { Directory } from '../directory/directory.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { instantOf } from '../platform/input/formats.js';
import type { Instant } from '../platform/values/duration.js';
import type { LeadBody } from './lead.dto.js';
import { faultsOfReportedInstant } from './reported-instant.js';
import { sightOf } from './visibility.js';

/** @returns what a rep or a manager may not say of a lead that they add by hand */
export function faultsByHand(
  { owner, submittedAt }: Pick<LeadBody, 'owner' | 'submittedAt'>,
  caller: Caller,
  directory: Directory,
  now: Instant,
): Fault[] {
  const { backdating } = directory.content.settings;
  const isTheirs = owner === undefined || sightOf(caller, directory).repIds.includes(owner.repId.toLowerCase());
  return [
    ...(isTheirs
      ? []
      : [
          fault(
            '/owner/repId',
            'notYours',
            'Expected yourself, or a rep whom you manage. Without an owner, the rules route it.',
          ),
        ]),
    ...(submittedAt === undefined
      ? []
      : faultsOfReportedInstant(instantOf(submittedAt), '/submittedAt', { now, backdating: backdating.rep })),
  ];
}
