import { expect, it } from '@jest/globals';
import { compileCondition } from '../../src/conditions/condition-evaluate.js';
import { pinPolicy } from '../../src/lifecycle/clocks/lead-clocks.js';
import { aDirectory } from '../leads/directory.builder.js';
import { POLICY_ID, policy } from '../sla/sla.builder.js';
import { aCase, aDocument } from './lifecycle.builder.js';

const of = (name: string, when: Parameters<typeof compileCondition>[0]) => ({
  policy: policy({}, { name }),
  when: compileCondition(when),
});
const fromSource = (value: string) => ({ field: 'source', op: 'eq' as const, value });

it.each([
  ['the first that matches', 'web', 'Web'],
  ['the first, though a later one matches too', 'ads', 'Ads'],
  ['the last, which is for all', 'fair', 'Rest'],
])('the policy of a lead is %s', (_, source, name) => {
  const policies = [of('Web', fromSource('web')), of('Ads', fromSource('ads')), of('Rest', {})];
  const leadCase = aCase({}, { document: aDocument({ source }) });
  pinPolicy(aDirectory({ policies }), leadCase);
  expect(leadCase.policy?.name).toBe(name);
  expect(leadCase.lead).toMatchObject({ policyId: POLICY_ID, policyVersion: 1 });
});

it('a lead that no policy matches has none, even if it had one before', () => {
  const had = { policyId: POLICY_ID, policyVersion: 1 };
  const leadCase = aCase(had, { policy: policy(), document: aDocument({ source: 'fair' }) });
  pinPolicy(aDirectory({ policies: [of('Web', fromSource('web'))] }), leadCase);
  expect(leadCase.policy).toBeNull();
  expect(leadCase.lead).toMatchObject({ policyId: null, policyVersion: null });
});
