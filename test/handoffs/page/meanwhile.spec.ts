import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readForm } from '../../../src/forms/form.js';
import { filledWith } from '../../../src/handoffs/page/filled.js';
import { broughtUpToDate } from '../../../src/handoffs/page/handoff-pages.js';
import { givenBy } from '../../../src/handoffs/page/posted.js';
import { isRecord, type JsonRecord } from '../../../src/platform/sql/sql.js';
import { A_FORM } from '../../support/handoffs.js';
import { runs } from '../../support/runs.js';
import { aForm, valuesOf } from '../form.arbitrary.js';
import { FillingIn, ZONE } from './filling-in.js';

/** The values with which a page was made, those saved by now, and those typed. */
const three = aForm.chain((schema) =>
  fc.tuple(valuesOf(schema), valuesOf(schema), valuesOf(schema)).map(([base, current, typed]) => ({
    schema,
    base: base as JsonRecord,
    current: current as JsonRecord,
    typed: typed as JsonRecord,
  })),
);

describe('a form that another person saved while it was being filled in', () => {
  const base = {
    context: 'Old',
    seats: 5,
    contacts: { dayToDay: { name: 'Kim' } },
    billing: { lines: [{ kind: 'fixed' }] },
  };
  const current = {
    context: 'New',
    seats: 9,
    risk: 'low',
    contacts: { dayToDay: { name: 'Kim', phone: '1' } },
    billing: { lines: [] },
  };

  it('keeps what was typed, takes over what was not touched, and says where it was changed', () => {
    const page = new FillingIn(A_FORM, base);
    const { filled: typed } = page.post({
      seats: 'seven',
      'contacts.dayToDay.name': 'Bo',
      'billing.lines.0.amount': '5.00',
    });
    const { filled, meanwhile } = broughtUpToDate({ form: page.form, filled: typed, base, current, zone: ZONE });
    expect(meanwhile).toEqual([
      { pointer: '/context', text: 'Context: it says “New” now.' },
      { pointer: '/contacts/dayToDay/phone', text: 'Contacts › Day-to-day contact › Phone: it says “1” now.' },
      {
        pointer: '/billing/lines',
        text: 'Billing › Lines: another person has saved “None” meanwhile. Your own entry is below.',
      },
      { pointer: '/risk', text: 'Risk: it says “low” now.' },
      { pointer: '/seats', text: 'Seats: another person has saved “9” meanwhile. Your own entry is below.' },
    ]);
    const again = new FillingIn(A_FORM, current, filled);
    expect(again.html({ meanwhile })).toContain('value="seven"');
    expect(again.html({ meanwhile })).toContain('id="seats-meanwhile"');
    expect(again.save({ seats: '7' }).values).toEqual({
      context: 'New',
      seats: 7,
      risk: 'low',
      contacts: { dayToDay: { name: 'Bo', phone: '1' } },
      billing: { lines: [{ kind: 'fixed', amount: '5.00' }] },
    });
  });

  it('is as saved if nothing was typed, and as typed if nothing was saved', () => {
    fc.assert(
      fc.property(three, ({ schema, base: from, current: now, typed }) => {
        const form = readForm(schema);
        const shown = (values: JsonRecord) => filledWith(form, values, ZONE);
        const given = (what: Parameters<typeof broughtUpToDate>[0]) =>
          givenBy(form, broughtUpToDate(what).filled, what.current, ZONE).values;
        const saved = { form, base: from, current: now, zone: ZONE };
        expect(given({ ...saved, filled: shown(from) })).toEqual(now);
        const alone = broughtUpToDate({ ...saved, current: from, filled: shown(typed) });
        expect(alone).toEqual({ filled: shown(typed), meanwhile: [] });
        // Saving again changes only the typed values of what was saved.
        const [was, is, mine] = [from, now, typed].map((values) => new Map(leavesOf(values)));
        const both = Object.fromEntries(leavesOf(given({ ...saved, filled: shown(typed) })));
        for (const at of new Set([...is!.keys(), ...mine!.keys(), ...was!.keys()])) {
          const isTyped = JSON.stringify(mine!.get(at)) !== JSON.stringify(was!.get(at));
          expect([at, both[at]]).toEqual([at, (isTyped ? mine! : is!).get(at)]);
        }
      }),
      { numRuns: runs(20, 60) },
    );
  });
});

/** Fields and their values, with a list as a whole. */
function leavesOf(values: JsonRecord, at = ''): [string, unknown][] {
  return Object.entries(values).flatMap(([name, value]): [string, unknown][] =>
    isRecord(value) ? leavesOf(value, `${at}/${name}`) : [[`${at}/${name}`, value]],
  );
}
