import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { HandoffKindBody } from '../../../src/handoffs/kinds/handoff-kind.schema.js';
import { label, mapOf } from '../../../src/handoffs/map/kind-map.js';
import { aKindBody } from '../../support/handoffs.js';

const names = { rep: (id: string) => `Ann "${id}"`, team: () => 'Delivery' };
const body = (fields: object = {}) => aKindBody({ teamId: 'team', repId: 'rep' }, fields) as HandoffKindBody;

describe('the map of a kind', () => {
  it('shows who hands over what to whom, who answers for it, and where exceptions go', () => {
    const exceptions = [
      { name: 'Work begins early', treatment: 'escalate' },
      { name: 'A test account', treatment: 'automate' },
    ];
    const receivers = [{ ...body().receivers[0], sections: ['contacts', 'risk'] }];
    expect(mapOf(body({ exceptions, receivers }), names).split('\n')).toEqual([
      'flowchart LR',
      '  start(["When a deal is marked won, operations gets everything it needs to begin."])',
      '  giver["Owner of the deal<br/>gives, with the form filled in"]',
      '  start --> giver',
      '  r1["Operations: Delivery<br/>owner of done: Ann #34;rep#34;<br/>accepts within 4 hours"]',
      '  giver -->|"Contacts, Risk"| r1',
      '  r1 -->|"within 2 days"| r1done(["Operations is done<br/>1 check ticked, and confirmed"])',
      '  e1{{"Work begins early<br/>decided each time"}}',
      '  giver -.-> e1',
      '  e1 -.-> decider',
      '  e2{{"A test account<br/>a program does it"}}',
      '  giver -.-> e2',
      '  decider["Ann #34;rep#34;<br/>decides within 8 hours<br/>needs: What was promised, and what it would cost"]',
      '',
    ]);
  });

  it('shows stages one after the other, each with one end for all of its receivers', () => {
    const inStage = (name: string, stage: string) => ({ ...body().receivers[0], name, stage, sections: ['risk'] });
    const receivers = [inStage('Sales', 'Answered'), inStage('Support', 'Received'), inStage('Quality', 'Received')];
    const stages = [{ name: 'Received' }, { name: 'Answered' }];
    const arrows = mapOf(body({ start: { on: 'manual' }, stages, receivers, exceptions: [] }), names)
      .split('\n')
      .filter((line) => line.includes('-->'));
    const received =
      'Received is done<br/>Support: 1 check ticked, and confirmed<br/>Quality: 1 check ticked, and confirmed';
    expect(arrows).toEqual([
      '  start --> giver',
      '  giver -->|"Risk"| r1',
      `  r1 -->|"within 2 days"| s1done(["${received}"])`,
      '  giver -->|"Risk"| r2',
      `  r2 -->|"within 2 days"| s1done(["${received}"])`,
      '  s1done -->|"Risk"| r3',
      '  r3 -->|"within 2 days"| s2done(["Answered is done<br/>Sales: 1 check ticked, and confirmed"])',
    ]);
  });

  it('shows no decider if nothing is decided', () => {
    expect(mapOf(body({ exceptions: [] }), names)).not.toContain('decide');
  });

  it('is broken by no name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(label([name])).toMatch(/^"[^"<>&;`|[\]{}\n]*(#\d+;[^"<>&;`|[\]{}\n]*)*"$/);
        const receivers = [{ ...body().receivers[0], name: `x${name}` }];
        expect(mapOf(body({ receivers }), names).split('\n')).toHaveLength(12);
      }),
    );
  });
});
