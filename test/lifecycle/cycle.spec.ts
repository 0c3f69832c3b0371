import { describe, expect, it } from '@jest/globals';
import { compileCondition } from '../../src/conditions/condition-evaluate.js';
import { beginCycle, newLeadState, promisedFrom } from '../../src/lifecycle/tenures.js';
import { aDirectory } from '../leads/directory.builder.js';
import { POLICY_ID, policy } from '../sla/sla.builder.js';
import { aCase, aDocument, aWork, MINUTE, NOW, RECEIVED } from './lifecycle.builder.js';

it('a new lead is open, untouched and without an owner since it was received', () => {
  expect(newLeadState('lead', NOW)).toMatchObject({
    status: 'open',
    workState: 'untouched',
    cycle: 1,
    cycleStartedAt: NOW,
    ownerId: null,
    waiting: null,
    eventSeq: 0,
    updatedAt: NOW,
  });
});

describe('a new cycle', () => {
  const worked = { ownerId: 'ann', workState: 'qualified', reassignments: 2, breachMoves: 1, cycle: 4 } as const;
  const closed = { ...worked, status: 'lost', dispositionId: 'disposition', poolId: 'north', rule: 'North' } as const;

  it('resets the lead to open and untouched, without an owner or moves', () => {
    const leadCase = aCase(closed);
    beginCycle(aWork([leadCase]), leadCase);
    expect(leadCase.lead).toMatchObject({
      status: 'open',
      workState: 'untouched',
      cycle: 5,
      cycleStartedAt: NOW,
      ownerId: null,
      reassignments: 0,
      breachMoves: 0,
      dispositionId: null,
      updatedAt: NOW,
    });
  });

  it('uses the policy that matches now', () => {
    const leadCase = aCase({ ...closed, policyId: 'former', policyVersion: 3 }, { policy: policy() });
    const present = { policy: policy({}, { name: 'Present' }), when: compileCondition({}) };
    beginCycle(aWork([leadCase], { directory: aDirectory({ policies: [present] }) }), leadCase);
    expect(leadCase.policy?.name).toBe('Present');
    expect(leadCase.lead).toMatchObject({ policyId: POLICY_ID, policyVersion: 1 });
  });

  it('of an open lead begins because its person asks again', () => {
    const leadCase = aCase(worked);
    beginCycle(aWork([leadCase]), leadCase);
    expect(leadCase.lead).toMatchObject({ status: 'open', workState: 'untouched', cycle: 5, ownerId: null });
  });
});

describe('the promise to a new lead starts', () => {
  const submitted = (at: number) => aDocument({ submittedAt: new Date(at).toISOString() });
  const [fromReceipt, fromSubmission] = [policy(), policy({ startFrom: 'submitted' })];
  it.each([
    ['when it was received', fromReceipt, submitted(RECEIVED - MINUTE), RECEIVED],
    [
      'when it was submitted, where the policy says so',
      fromSubmission,
      submitted(RECEIVED - MINUTE),
      RECEIVED - MINUTE,
    ],
    ['when it was submitted and received at once', fromSubmission, submitted(RECEIVED), RECEIVED],
    ['when it was received, where the sender’s clock runs ahead', fromSubmission, submitted(RECEIVED + 1), RECEIVED],
    ['when it was received, where nothing says when it was submitted', fromSubmission, aDocument(), RECEIVED],
    ['when it was received, where no policy matched', null, submitted(RECEIVED - MINUTE), RECEIVED],
  ])('%s', (_, under, document, at) => expect(promisedFrom({ document, policy: under })).toBe(at));
});
