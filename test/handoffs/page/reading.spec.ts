import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readForm } from '../../../src/forms/form.js';
import { patchBetween, patched } from '../../../src/forms/merge-patch.js';
import { viewOf } from '../../../src/forms/view.js';
import type { HandoffKindBody } from '../../../src/handoffs/kinds/handoff-kind.schema.js';
import { handoffMapOf, mapOf } from '../../../src/handoffs/map/kind-map.js';
import { pairsOf } from '../../../src/handoffs/page/form-page.js';
import { comparedNodesOf, type ReadNode, readNodesOf } from '../../../src/handoffs/page/reading.js';
import type { JsonRecord } from '../../../src/platform/sql/sql.js';
import { A_FORM, aKindBody } from '../../support/handoffs.js';
import { textOf, unescaped } from '../../support/html-page.js';
import { runs } from '../../support/runs.js';
import { aForm, valuesOf } from '../form.arbitrary.js';
import { pages, ZONE } from './filling-in.js';

const form = readForm(A_FORM);
const BEFORE = {
  context: 'They grew',
  contacts: { dayToDay: { name: 'Kim', email: 'kim@example.com', phone: '+49 30 1' } },
  billing: {
    lines: [
      { kind: 'fixed', amount: '900.00' },
      { kind: 'retainer', rate: '5', cap: '1', period: 'a month' },
    ],
  },
  margin: '40 %',
};
const compared = (before: JsonRecord, after: JsonRecord) => comparedNodesOf(form, before, after, ZONE);
const html = (nodes: readonly ReadNode[]) => pages.read(nodes);

const differences = (nodes: readonly ReadNode[]): string[] =>
  nodes.flatMap(({ label, difference, former, text, nodes: inner }) =>
    inner.length > 0
      ? differences(inner).map((each) => `${label} › ${each}`)
      : difference === null
        ? []
        : [`${label}: ${former} → ${text}`],
  );

describe('a form for reading', () => {
  it('has its values with their titles, and marks those that only the parties see', () => {
    expect(textOf(html(readNodesOf(form, BEFORE, ZONE)))).toBe(
      'Context They grew Contacts Day-to-day contact Name Kim E-mail kim@example.com Phone seen by the parties of this handoff alone +49 30 1 ' +
        'Billing Lines Lines 1 Kind fixed Amount 900.00 Lines 2 Kind retainer Rate 5 Cap 1 Period a month ' +
        'Our margin seen by the parties of this handoff alone 40 %',
    );
  });

  it('shows a receiver their sections alone', () => {
    const seen = textOf(html(readNodesOf(form, viewOf(form, BEFORE, ['billing']), ZONE)));
    expect(seen).toContain('900.00');
    expect(seen).not.toMatch(/Kim|grew|40 %/);
  });

  it('marks the differences of an amended form, in words too, and nothing else', () => {
    const after = {
      ...BEFORE,
      context: 'They grow',
      contacts: { ...BEFORE.contacts, buyer: { name: 'Bo', email: 'bo@example.com' } },
      billing: { lines: [{ kind: 'fixed', amount: '100.00' }, ...BEFORE.billing.lines.slice(0, 1)] },
      margin: undefined,
    };
    const { margin: _, ...amended } = after;
    expect(differences(compared(BEFORE, amended))).toEqual([
      'Context: They grew → They grow',
      'Contacts › Buyer › Name:  → Bo',
      'Contacts › Buyer › E-mail:  → bo@example.com',
      'Billing › Lines › Lines 1 › Kind:  → fixed',
      'Billing › Lines › Lines 1 › Amount:  → 100.00',
      'Billing › Lines › Lines 2 › Kind: retainer → ',
      'Billing › Lines › Lines 2 › Rate: 5 → ',
      'Billing › Lines › Lines 2 › Cap: 1 → ',
      'Billing › Lines › Lines 2 › Period: a month → ',
      'Our margin: 40 % → ',
    ]);
    const shown = html(compared(BEFORE, amended));
    expect(textOf(shown)).toContain('Context changed was They grew is now They grow');
    expect(textOf(shown)).toContain('Our margin seen by the parties of this handoff alone taken away 40 %');
    expect(shown).toContain('<del>They grew</del>');
  });

  it('shows choices, answers and moments in words, and values that the form does not name', () => {
    const schema = {
      type: 'object',
      properties: {
        pays: { type: 'string', oneOf: [{ const: 'ours', title: 'We do <all>' }] },
        agreed: { type: 'boolean' },
        at: { type: 'string', format: 'date-time' },
        none: { type: 'array', items: { type: 'string' } },
      },
    };
    const values = { pays: 'ours', agreed: false, at: '2026-07-01T10:00:00.000Z', none: [], extra: { a: [1] } };
    const shown = html(readNodesOf(readForm(schema), values, ZONE));
    expect(textOf(shown)).toBe(
      'Pays We do <all> Agreed No At 2026-07-01 12:00 (Europe/Berlin) None None extra {"a":[1]}',
    );
    expect(shown).toContain('We do &lt;all&gt;');
  });

  it('does not differ from itself, and differs from another wherever a patch would change it', () => {
    const two = aForm.chain((schema) => fc.tuple(fc.constant(schema), valuesOf(schema), valuesOf(schema)));
    fc.assert(
      fc.property(two, ([schema, one, other]) => {
        const [before, after, read] = [one as JsonRecord, other as JsonRecord, readForm(schema)];
        expect(differences(readNodesOf(read, before, ZONE))).toEqual([]);
        const patch = patchBetween(before, after);
        expect(patched(before, patch)).toEqual(after);
        expect(comparedNodesOf(read, before, after, ZONE).some(({ difference }) => difference !== null)).toBe(
          Object.keys(patch).length > 0,
        );
      }),
      { numRuns: runs(20, 60) },
    );
  });
});

it('entries are paired so that both lists are complete and in order, with as many equal pairs as possible', () => {
  const list = fc.array(fc.nat(3), { maxLength: 8 });
  fc.assert(
    fc.property(list, list, (before, after) => {
      const pairs = pairsOf(before, after);
      const side = (at: 0 | 1) => pairs.map((pair) => pair[at]).filter((each) => each !== null);
      expect(side(0)).toEqual([...before.keys()]);
      expect(side(1)).toEqual([...after.keys()]);
      expect(pairsOf(before, before)).toEqual(before.map((_, index) => [index, index]));
      const kept = after.filter((_, index) => index % 2 === 0);
      const same = pairsOf(after, kept).filter(
        ([one, other]) => one !== null && other !== null && after[one] === kept[other],
      );
      expect(same).toHaveLength(kept.length);
    }),
  );
});

describe('the map on a page', () => {
  const names = { rep: (id: string) => `Ann <${id}>`, team: () => 'Delivery' };
  const kind = aKindBody({ teamId: 'team', repId: 'rep' }) as HandoffKindBody;
  const mermaid = mapOf(kind, names);
  const page = pages.map(handoffMapOf(kind, names), mermaid);

  it('shows the owner, inputs, outputs and exceptions of each stage, without a script', () => {
    expect(textOf(page)).toContain('Owner of the deal Gives it, with the form filled in.');
    expect(textOf(page)).toContain(
      'Operations: Delivery Owner of done Ann <rep> Gets Context, Contacts, Billing, Risk, Seats, Our margin Accepts within 4 hours',
    );
    expect(textOf(page)).toContain('within 2 days Operations is done 1 check ticked, and confirmed');
    expect(textOf(page)).toContain('Work begins before the signature: decided each time');
    expect(textOf(page)).toContain(
      'Ann <rep> decides within 8 hours. Needed for it: What was promised, and what it would cost',
    );
    expect(page).not.toMatch(/<script|<rep>/);
  });

  it('has the text of Mermaid unchanged', () => {
    expect(unescaped(/<pre>(.*)<\/pre>/s.exec(page)![1]!)).toBe(mermaid);
  });
});
