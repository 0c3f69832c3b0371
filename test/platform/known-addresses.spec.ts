import { describe, expect, it } from '@jest/globals';
import { KnownAddresses } from '../../src/platform/input/known-addresses.js';

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
    expect(new KnownAddresses(ROUTES).near(path)).toBe(near);
  });

  it('is none if two are equally near', () => {
    expect(new KnownAddresses(['/v1/leads/:id', '/v1/deals/:id', '/v1/legals/:id']).near('/v1/leals/7')).toBe(null);
  });
});

describe('the addresses below', () => {
  it('are those with one part more, without an id', () => {
    expect(new KnownAddresses([...ROUTES, '/v1/reports/ageing']).below('/v1/reports')).toEqual([
      '/v1/reports/ageing',
      '/v1/reports/speed-to-lead',
    ]);
    expect(new KnownAddresses(ROUTES).below('/v1/leads/')).toEqual(['/v1/leads/batch']);
    expect(new KnownAddresses(['/health', '/docs']).below('/')).toEqual([]);
  });

  it('are not listed if they are too many to read', () => {
    const many = Array.from({ length: 21 }, (_, index) => `/v1/x${index}`);
    expect(new KnownAddresses(many.slice(1)).below('/v1')).toHaveLength(20);
    expect(new KnownAddresses(many).below('/v1')).toEqual([]);
  });
});
