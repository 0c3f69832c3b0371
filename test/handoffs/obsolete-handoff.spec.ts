import { describe, expect, it } from '@jest/globals';
import { obsoleteHandoff, type PresentHandoff } from '../../src/handoffs/notifications/obsolete-handoff.js';

const OLGA = 'olga';
const OPERATIONS = { name: 'Operations', place: 1, state: 'accepted', ownerRepId: OLGA };

function aHandoff(fields: Partial<PresentHandoff> = {}): PresentHandoff {
  return {
    ...{ state: 'running', ownerId: 'ann', isClientTold: false, receivers: [OPERATIONS], records: [] },
    ...{ questions: [], blockers: [], clocks: [] },
    ...fields,
  };
}

describe('a record that failed', () => {
  const data = { receiver: 'Operations', mayExist: false };
  const obsolete = (handoff: PresentHandoff, more: object = {}) =>
    obsoleteHandoff('record.failed', { repId: OLGA, data: { ...data, ...more }, handoff });
  const failed = { place: 1, state: 'failed' };
  const made = { place: 1, state: 'made' };

  it('is told of until it was made after all', () => {
    expect(obsolete(aHandoff({ records: [failed] }))).toBeNull();
    expect(obsolete(aHandoff({ records: [made] }))).toBe('the record was made after all');
    expect(obsolete(aHandoff({ records: [{ place: 2, state: 'made' }, failed] }))).toBeNull();
  });

  it('is told of also where the handoff is over', () => {
    for (const state of ['done', 'cancelled'] as const)
      expect([state, obsolete(aHandoff({ state, records: [failed] }))]).toEqual([state, null]);
  });

  it('is told of where it is there, and could not be brought up to date', () => {
    expect(obsolete(aHandoff({ records: [made] }), { isUpdate: true })).toBeNull();
  });
});

describe('that a deal was won without its form', () => {
  const obsolete = (handoff: PresentHandoff) => obsoleteHandoff('handoff.missing', { repId: 'ann', data: {}, handoff });
  const owed = (state: string) => [{ id: 'form', kind: 'handoffException', state, repId: 'ann' }];

  it('is told of as long as the form is owed, also late', () => {
    for (const state of ['running', 'breached'])
      expect([state, obsolete(aHandoff({ state: 'draft', clocks: owed(state) }))]).toEqual([state, null]);
  });

  it('is told of no more once the deal is open again, or handed over', () => {
    expect(obsolete(aHandoff({ state: 'draft', clocks: owed('cancelled') }))).toBe('its deal is open again');
    expect(obsolete(aHandoff({ clocks: owed('met') }))).toBe('it was handed over');
  });
});
