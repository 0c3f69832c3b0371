import { describe, expect, it } from '@jest/globals';
import { obsoleteHandoff, type PresentHandoff } from '../../src/handoffs/notifications/obsolete-handoff.js';

const OLGA = 'olga';
const OPERATIONS = { name: 'Operations', place: 1, state: 'accepted', ownerRepId: OLGA };

function aHandoff(fields: Partial<PresentHandoff> = {}): PresentHandoff {
  return {
    state: 'running',
    ownerId: 'ann',
    isClientTold: false,
    receivers: [OPERATIONS],
    records: [],
    questions: [],
    blockers: [],
    clocks: [],
    ...fields,
  };
}

describe('a notification about a failed record', () => {
  const data = { receiver: 'Operations', mayExist: false };
  const obsolete = (handoff: PresentHandoff, more: object = {}) =>
    obsoleteHandoff('record.failed', { repId: OLGA, data: { ...data, ...more }, handoff });
  const failed = { place: 1, state: 'failed' };
  const made = { place: 1, state: 'made' };

  it('is current until the record was made after all', () => {
    expect(obsolete(aHandoff({ records: [failed] }))).toBeNull();
    expect(obsolete(aHandoff({ records: [made] }))).toBe('the record was made after all');
    expect(obsolete(aHandoff({ records: [{ place: 2, state: 'made' }, failed] }))).toBeNull();
  });

  it('is current even if the handoff is over', () => {
    for (const state of ['done', 'cancelled'] as const)
      expect([state, obsolete(aHandoff({ state, records: [failed] }))]).toEqual([state, null]);
  });

  it('is current if the record exists but could not be updated', () => {
    expect(obsolete(aHandoff({ records: [made] }), { isUpdate: true })).toBeNull();
  });
});

describe('a notification about a deal that was won without its form', () => {
  const obsolete = (handoff: PresentHandoff) => obsoleteHandoff('handoff.missing', { repId: 'ann', data: {}, handoff });
  const owed = (state: string) => [{ id: 'form', kind: 'handoffException', state, repId: 'ann' }];

  it('is current while the form is owed, even late', () => {
    for (const state of ['running', 'breached'])
      expect([state, obsolete(aHandoff({ state: 'draft', clocks: owed(state) }))]).toEqual([state, null]);
  });

  it('is obsolete once the deal is open again or handed over', () => {
    expect(obsolete(aHandoff({ state: 'draft', clocks: owed('cancelled') }))).toBe('its deal is open again');
    expect(obsolete(aHandoff({ clocks: owed('met') }))).toBe('it was handed over');
  });
});
