import { describe, expect, it } from '@jest/globals';
import { addressesBelow, nearAddress } from '../../src/platform/input/near.js';

const ROUTES = [
  '/v1/leads',
  '/v1/leads/:id',
  '/v1/leads/:id/touches',
  '/v1/leads/batch',
  '/v1/deals/:id',
  '/v1/sla-policies',
  '/v1/reports/speed-to-lead',
  '/v1/reps/by-ref/:system/:ref',
  '/docs/*',
];

describe('the nearest address', () => {
  it.each([
    ['/v1/lead', '/v1/leads'],
    ['/v1/Leads/', '/v1/leads'],
    ['/v1/leads/batch/', '/v1/leads/batch'],
    ['/leads', '/v1/leads'],
    ['/api/v1/leads', '/v1/leads'],
    ['/v1/lead/7', '/v1/leads/{id}'],
    ['/v1/leads/7/touch', '/v1/leads/{id}/touches'],
    ['/v1/leads/7/calls', null],
    ['/v1/policies', '/v1/sla-policies'],
    ['/v1/reports/speed_to_lead', '/v1/reports/speed-to-lead'],
    ['/v1/rep/by-ref/crm/7', '/v1/reps/by-ref/{system}/{ref}'],
    ['/wp-login.php', null],
    ['/', null],
    [`/v1/leads${'s'.repeat(150)}`, null],
  ])('of %s is %s', (path, near) => {
    expect(nearAddress(path, ROUTES)).toBe(near);
  });

  it('is none if two are equally near', () => {
    expect(nearAddress('/v1/leals/7', ['/v1/leads/:id', '/v1/deals/:id', '/v1/legals/:id'])).toBe(null);
  });
});

describe('the addresses below', () => {
  it('are those with one part more, without an id', () => {
    expect(addressesBelow('/v1/reports', [...ROUTES, '/v1/reports/ageing'])).toEqual([
      '/v1/reports/ageing',
      '/v1/reports/speed-to-lead',
    ]);
    expect(addressesBelow('/v1/leads/', ROUTES)).toEqual(['/v1/leads/batch']);
    expect(addressesBelow('/', ['/health', '/docs'])).toEqual([]);
  });

  it('are not listed if they are too many to read', () => {
    const many = Array.from({ length: 21 }, (_, index) => `/v1/x${index}`);
    expect(addressesBelow('/v1', many.slice(1))).toHaveLength(20);
    expect(addressesBelow('/v1', many)).toEqual([]);
  });
});
