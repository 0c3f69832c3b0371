import type { Warning } from '../documents/version.schema.js';
import type { ConfigurationWarning } from './configuration-warning.js';
import { dealsPolicyWarnings } from './deals-policy-warnings.js';
import type { DirectoryContent } from './directory.js';
import { hoursWarnings } from './hours-warnings.js';
import { closedBy, closedMembers, managerWarnings, teamWarnings } from './people-warnings.js';
import { leadHoursWarnings, policyWarnings } from './policy-warnings.js';
import { ofFormerOwner, toUnownedQueues, unowned } from './queue-warnings.js';
import {
  deadEndWarnings,
  hidden,
  impossible,
  inShadow,
  isStaffed,
  skillWarnings,
  toIdlePools,
} from './rule-warnings.js';

/** @param busy reps with other work than leads, who therefore need not get any */
export function warningsIn(content: DirectoryContent, busy: ReadonlySet<string>): ConfigurationWarning[] {
  return [
    ...deadEndWarnings(content),
    ...unowned(content),
    ...ofFormerOwner(content),
    ...skillWarnings(content),
    ...hidden(content),
    ...impossible(content),
    ...inShadow(content),
    ...managerWarnings(content),
    ...ofPolicies(content),
    ...teamWarnings(content, busy),
    ...closedMembers(content),
  ];
}

const NO_QUEUE_OWNER: Warning = {
  pointer: '/fallback/queueOwnerId',
  message:
    'Nobody is notified of waiting leads, because `fallback.queueOwnerId` is not set: PUT /v1/routing with the id of a rep.',
};

export function warningsOfRouting(content: DirectoryContent): Warning[] {
  const found = [
    ...deadEndWarnings(content),
    ...ofFormerOwner(content),
    ...skillWarnings(content),
    ...hidden(content),
    ...impossible(content),
  ];
  const odd = found.flatMap(({ text, place }) =>
    place.in === 'routing' ? [{ pointer: place.pointer, message: text }] : [],
  );
  odd.push(...toUnownedQueues(content), ...toIdlePools(content));
  return content.rulebook.queueOwnerId === null ? [...odd, NO_QUEUE_OWNER] : odd;
}

export function warningsOfQueue(content: DirectoryContent, id: string): Warning[] {
  return unowned(content).flatMap(({ text, place }) =>
    place.in === 'queues' && place.queueId === id ? [{ pointer: '/ownerRepId', message: text }] : [],
  );
}

export function warningsOfPool({ reps, pools }: DirectoryContent, id: string): Warning[] {
  const pool = pools.get(id);
  if (pool === undefined || isStaffed(pool, reps)) return [];
  const message =
    pool.members.length === 0
      ? `The pool "${pool.name}" has no members, so it deals leads to nobody: PUT /v1/pools/${id} with members.`
      : `No member of the pool "${pool.name}" is active, so it deals leads to nobody: PUT /v1/pools/${id} with members who are.`;
  return [{ pointer: '/members', message }];
}

export function warningsOfRep(content: DirectoryContent, id: string): Warning[] {
  const former = content.rulebook.queueOwnerId === id ? ofFormerOwner(content) : [];
  const owned = unowned(content).filter(({ place }) => place.in === 'queues' && place.ownerRepId === id);
  const rep = content.reps.get(id);
  const most = rep && closedBy(rep);
  const closed: Warning[] =
    most === undefined
      ? []
      : [
          {
            pointer: `/capacity/${most}`,
            message: `${rep!.name} gets no leads while this is 0. To keep leads from them for a time: PUT /v1/reps/{id}/availability.`,
          },
        ];
  return [...[...owned, ...former].map(({ text }) => ({ pointer: '/active', message: text })), ...closed];
}

/** Returns the warnings for a save of a policy: those about it, and those about policies that it hides. */
export function warningsOfPolicy(content: DirectoryContent, id: string): Warning[] {
  return [...hidden(content), ...managerWarnings(content), ...ofPolicies(content)].flatMap(({ text, place }) =>
    place.in === 'policies' ? (place.pointers[id] ?? []).map((pointer) => ({ pointer, message: text })) : [],
  );
}

function ofPolicies(content: DirectoryContent): ConfigurationWarning[] {
  const found = [
    ...policyWarnings(content),
    ...hoursWarnings(content),
    ...leadHoursWarnings(content),
    ...dealsPolicyWarnings(content),
  ];
  return found.map(({ code, policyId, pointers, text }) => ({
    code,
    text,
    place: { in: 'policies', pointers: { [policyId]: pointers } },
  }));
}
