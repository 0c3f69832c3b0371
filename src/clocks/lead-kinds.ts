import type { SlaPolicy } from '../sla/policy.js';
import { promised as promisedBy } from '../sla/policy-reading.js';
import type { LeadClockKind } from './clock.js';
import { type LeadClockRules, returning } from './clock-rules.js';
import { judge, judgeOwners } from './judging-one-clock.js';
import { promise } from './promise.js';

/** The rules of the clocks of leads. */
export const LEAD_CLOCKS = {
  firstTouch: {
    subject: 'lead',
    description: 'the owner’s, from assignment',
    touched: judgeOwners,
    ...promise<SlaPolicy>({
      label: 'first touch',
      owedBy: 'owner',
      missed: (lead, owner) => `${lead} got no first touch in time from ${owner}`,
      warnings: ({ firstTouch }) => firstTouch.warnAt,
      promised: ({ firstTouch: { within, afterHours } }, { startedAt }, hours) => ({
        within: afterHours !== null && !hours.isOpenAt(startedAt) ? afterHours : within,
      }),
      chain: ({ firstTouch }) => firstTouch.onBreach,
      postponedBy: ({ firstTouch }) => firstTouch.acknowledge,
    }),
  },
  leadResponse: {
    subject: 'lead',
    description: 'the lead’s, from receipt',
    touched: judge,
    ...promise<SlaPolicy>({
      label: 'first response',
      owedBy: 'company',
      missed: (lead) => `${lead} got no response in time`,
      warnings: () => [],
      promised: ({ firstTouch }) => ({ within: firstTouch.leadWithin }),
      chain: ({ firstTouch }) => firstTouch.onLeadBreach,
    }),
  },
  followUp: {
    subject: 'lead',
    description: 'a step of the owner’s follow-up, until its window closes',
    touched: null,
    ...promise<SlaPolicy>({
      label: 'follow-up',
      owedBy: 'owner',
      missed: (lead, owner) => `${lead} got no follow-up in time from ${owner}`,
      // The owner is notified when the window opens. If it is open from the start, the assignment notifies them.
      warnings: (_policy, { wait }) => (wait === null ? [] : [0]),
      promised: ({ followUp }, { step, wait }) => {
        const found = followUp?.steps[step! - 1];
        return found === undefined ? null : { within: found.within, wait: wait === null ? null : found.after };
      },
      chain: ({ followUp }) => followUp!.onMiss,
      requirements: ({ step }, { followUp }) => ({
        step,
        steps: followUp!.steps.length,
        kinds: followUp!.steps[step! - 1]!.kinds,
      }),
      goesOn: true,
    }),
  },
  decide: {
    subject: 'lead',
    description: 'the owner’s, to decide what becomes of a lead that was worked on',
    touched: null,
    ...promise<SlaPolicy>({
      label: 'decision',
      owedBy: 'owner',
      missed: (lead, owner) => `${owner} did not decide in time what becomes of ${lead}`,
      warnings: () => [],
      promised: ({ decide }) => decide,
      chain: ({ decide }) => decide!.onMiss,
    }),
  },
  accept: {
    subject: 'lead',
    description: 'the owner’s, to accept a lead that was handed over to them at a milestone',
    touched: (clock, judging) => (judging.touch.repId === clock.repId ? judge(clock, judging) : []),
    ...promise<SlaPolicy>({
      label: 'acceptance',
      owedBy: 'owner',
      missed: (lead, owner) => `${owner} did not accept ${lead} in time`,
      warnings: ({ firstTouch }) => firstTouch.warnAt,
      // The rule that handed the lead over set the time when the clock began; no policy does.
      promised: (_policy, { target }) => ({ within: promisedBy(target!) }),
      chain: ({ firstTouch }) => firstTouch.onBreach,
    }),
  },
  nurtureWake: returning({ label: 'return from nurture', from: 'nurture', cause: 'wake' }),
  recycle: returning({ label: 'return from recycling', from: 'recycle', cause: 'recycle' }),
} satisfies Record<LeadClockKind, LeadClockRules>;
