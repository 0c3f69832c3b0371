import type { PromisedDuration, SlaPolicy } from '../sla/policy.js';
import type { DirectoryContent } from './directory.js';
import { calendarsOf, chainsOf } from './policy-warnings.js';
import { beyondWorkingDay } from './working-day.js';

interface HoursWarning {
  readonly code: 'policyHoursBeyondDay';
  readonly policyId: string;
  readonly pointers: readonly string[];
  readonly text: string;
}

/** Warns of policies that promise more working hours than a working day has, where days are likely to be meant. */
export function hoursWarnings(content: DirectoryContent): HoursWarning[] {
  return content.policies.flatMap(({ policy }) => {
    if (policy.time === 'elapsed') return [];
    const { calendar, firstTouch } = policy;
    const owners = calendarsOf({ calendar }, content);
    const leads = calendarsOf({ calendar: firstTouch.leadCalendar }, content);
    return durationsOf(policy).flatMap(([pointer, duration]) => {
      const isLeads = ['/firstTouch/leadWithin', '/firstTouch/onLeadBreach'].includes(pointer);
      const found = duration && beyondWorkingDay(duration, isLeads ? leads : owners);
      if (!found) return [];
      const text = `In the policy "${policy.name}", ${found.counts}: PUT /v1/sla-policies/{id} with ${found.meant}.`;
      return [{ code: 'policyHoursBeyondDay', policyId: policy.id, pointers: [pointer], text }];
    });
  });
}

/** Returns the durations that count in the time of the policy, with their pointers. */
function durationsOf(policy: SlaPolicy): (readonly [pointer: string, PromisedDuration | null])[] {
  const { firstTouch, followUp, decide, renewal, deals } = policy;
  const chains = Object.entries(chainsOf(policy));
  return [
    ['/firstTouch/within', firstTouch.within],
    ['/firstTouch/afterHours', firstTouch.afterHours],
    ['/firstTouch/leadWithin', firstTouch.leadWithin],
    ['/firstTouch/acknowledge', firstTouch.acknowledge],
    ...(followUp?.steps ?? []).flatMap(({ after, within }, index) => [
      [`/followUp/steps/${index}/after`, after] as const,
      [`/followUp/steps/${index}/within`, within] as const,
    ]),
    ['/decideWithin', decide?.within ?? null],
    ['/renewal/dealDate', renewal?.dealDate ?? null],
    ['/renewal/acknowledge', renewal?.acknowledge ?? null],
    ['/deals/dealDate', deals?.dealDate ?? null],
    ['/deals/acknowledge', deals?.acknowledge ?? null],
    ...chains.flatMap(([pointer, chain]) => chain.map(({ after }) => [pointer, after] as const)),
  ];
}
