import { describe, expect, it } from '@jest/globals';
import { faultsOf } from '../../src/platform/input/checked.js';
import { RoutingPreviewBody } from '../../src/rehearsal/routing-preview.schema.js';
import { RoutingBody } from '../../src/routing/rules/routing.dto.js';

const ID = '019a5b7e-0000-7000-8000-000000000001';
const rule = { name: 'All', when: {}, assign: { poolId: ID } };
const faults = (rules: unknown[]) => faultsOf(RoutingBody, { rules }).map(({ pointer, code }) => `${pointer} ${code}`);

describe('the body of PUT /v1/routing', () => {
  it('accepts rules with a pool or a rep, and a fallback', () => {
    const body = {
      rules: [rule, { ...rule, assign: { repId: ID } }],
      fallback: { poolId: ID, queueOwnerId: ID },
    };
    expect(faultsOf(RoutingBody, body)).toEqual([]);
    expect(faultsOf(RoutingBody, { rules: [] })).toEqual([]);
  });

  it('requires a target, of at most two fields', () => {
    expect(faults([{ ...rule, assign: {} }])).toEqual(['/rules/0/assign tooFew']);
    expect(faults([{ ...rule, assign: { poolId: ID, repId: ID, otherwise: { poolId: ID } } }])).toEqual([
      '/rules/0/assign tooMany',
    ]);
    expect(faults([{ ...rule, assign: { poolId: 'sales' } }])).toEqual(['/rules/0/assign/poolId uuid']);
  });

  it('requires a name of 1 to 200 characters and a condition, and refuses other fields', () => {
    expect(faults([{ ...rule, name: '' }])).toEqual(['/rules/0/name tooShort']);
    expect(faults([{ ...rule, name: 'n'.repeat(200) }])).toEqual([]);
    expect(faults([{ ...rule, name: 'n'.repeat(201) }])).toEqual(['/rules/0/name tooLong']);
    expect(faults([{ name: 'All', assign: { poolId: ID } }])).toEqual(['/rules/0/when required']);
    expect(faults([{ ...rule, requireSkill: {} }])).toEqual(['/rules/0/requireSkill unknown']);
  });

  it('accepts 500 rules but not 501', () => {
    expect(faults(Array(500).fill(rule))).toEqual([]);
    expect(faults(Array(501).fill(rule))).toEqual(['/rules tooMany']);
  });
});

describe('the body of a preview', () => {
  it('accepts a lead, an instant and draft rules', () => {
    const lead = { source: 'web' };
    expect(faultsOf(RoutingPreviewBody, { lead })).toEqual([]);
    expect(faultsOf(RoutingPreviewBody, { lead, at: '2026-01-01T00:00:00Z', rules: [rule] })).toEqual([]);
    expect(faultsOf(RoutingPreviewBody, { at: 'noon' }).map(({ pointer }) => pointer)).toEqual(['/lead', '/at']);
  });
});
