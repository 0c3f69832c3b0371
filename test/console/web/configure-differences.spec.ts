import { describe, expect, it } from '@jest/globals';
import {
  changesOf,
  conflictsOf,
  differencesOf,
  inWords,
  withChanges,
  wordsAt,
} from '../../../src/console/web/configure/schema/differences.js';
import { fieldsOf } from '../../../src/console/web/configure/schema/field.js';
import type { JsonObject } from '../../../src/console/web/configure/schema/json-schema.js';
import { pathInWords } from '../../../src/console/web/configure/schema/place.js';
import { durationInWords } from '../../../src/console/web/parts/duration.js';

const nameOf = (id: string) => (id === 'p1' ? 'Desk' : id);
const said = (from: JsonObject, to: JsonObject) =>
  differencesOf(changesOf(from, to)).map(
    ({ place, from: before, to: after }) =>
      `${place.join(' › ')}: ${inWords(before, { nameOf })} → ${inWords(after, { nameOf })}`,
  );

describe('the differences between two documents', () => {
  it('are described in words, with names and durations for people', () => {
    expect(said({ firstTouch: { within: 'PT5M' } }, { firstTouch: { within: 'PT10M' }, poolId: 'p1' })).toEqual([
      'First touch › Within: 5 minutes → 10 minutes',
      'Pool: nothing → Desk',
    ]);
    const members = [
      { repId: '019caf10-3180-7000-8002-79d41e896314', weight: 1 },
      { repId: '019caf10-3180-7000-8002-79d41e896315', weight: 2 },
    ];
    expect(wordsAt({ members }, 'members', (id) => (id.endsWith('4') ? 'Ann' : 'Bo'))).toBe('Ann, Bo');
    const receivers = [
      { name: 'Production', teamId: 'p1', sections: ['billing'] },
      { name: 'Finance', teamId: 'p1' },
    ];
    expect(wordsAt({ receivers }, 'receivers', nameOf)).toBe('Production, Finance');
    expect(wordsAt({ receivers: [] }, 'receivers', nameOf)).toBe('none');
    expect(durationInWords('P1DT2H')).toBe('1 day 2 hours');
    expect(durationInWords('PT0S')).toBe('0 seconds');
    expect(durationInWords('Pool')).toBeNull();
  });

  it('begin with what is done, if they are about an action', () => {
    const words = (action: JsonObject) => inWords(action, { nameOf: (id) => id });
    expect(words({ name: 'Late', on: 'milestone:qualified' })).toBe('name Late, once the lead is qualified');
    expect(words({ after: 'PT0S', do: 'reassign' })).toBe('move it to somebody else, at once');
    expect(words({ after: 'PT15M', do: 'escalate', to: 'managersManager' })).toBe(
      'escalate, to the manager’s manager, after 15 minutes',
    );
  });

  it('say whose leads they become first, and what is done otherwise last', () => {
    const words = (assign: JsonObject) => inWords({ assign }, { nameOf });
    expect(words({ otherwise: 'continue', accountOwner: true })).toBe(
      'goes to the owner of its account, otherwise by the rules below',
    );
    expect(words({ otherwise: { poolId: 'p1' }, accountOwner: 'sales' })).toBe(
      'goes to the salesperson of its account, otherwise pool Desk',
    );
    expect(words({ companyOwner: true, otherwise: 'continue' })).toBe(
      'goes to whoever has an open lead of its company, otherwise by the rules below',
    );
    expect(inWords(true, { nameOf, field: 'accountOwner' })).toBe('its owner');
    expect(words({ constructor: true })).toBe('goes to constructor yes');
  });

  it('are described for each entry of a list, and include its order', () => {
    const [dach, all] = [
      { name: 'DACH', assign: { poolId: 'p1' } },
      { name: 'All', assign: { poolId: 'p2' } },
    ];
    expect(said({ rules: [dach, all] }, { rules: [{ ...all, on: 'intake' }, dach] })).toEqual([
      'Rules › All › At which event: nothing → intake',
      'Rules › Order: DACH, All → All, DACH',
    ]);
  });

  it('are named by the labels of the form, and never rename what people named', () => {
    const fields = fieldsOf({
      properties: {
        skills: { type: 'object', additionalProperties: { type: 'array', items: { type: 'string' } } },
        mode: { type: 'string', enum: ['act', 'shadowOnly'] },
        rules: {
          type: 'array',
          items: {
            type: 'object',
            properties: { name: { type: 'string' }, firstTalkBefore: { type: 'string', format: 'duration' } },
          },
        },
      },
    });
    const named = (from: JsonObject, to: JsonObject) =>
      differencesOf(changesOf(from, to), fields).map(
        ({ place, forms, from: before, to: after }) =>
          `${place.join(' › ')}: ${inWords(before, { nameOf, forms })} → ${inWords(after, { nameOf, forms })}`,
      );
    expect(named({ skills: { firstTalkBefore: ['p1'] } }, { skills: { firstTalkBefore: ['roundRobin'] } })).toEqual([
      'Skills › firstTalkBefore: p1 → roundRobin',
    ]);
    const rule = { name: 'maxRecycles', firstTalkBefore: 'P1D' };
    expect(
      named({ mode: 'act', rules: [rule] }, { mode: 'shadowOnly', rules: [{ ...rule, firstTalkBefore: 'P2D' }] }),
    ).toEqual(['Mode: act → shadow only', 'Rules › maxRecycles › First conversation before: 1 day → 2 days']);
    expect(pathInWords(fields, ['rules', '1', 'firstTalkBefore']).join(' › ')).toBe(
      'Rules › 2 › First conversation before',
    );
    expect(pathInWords(fields, ['skills', 'within', '0'])).toEqual(['Skills', 'within', '1']);
  });

  it('list the days of a week in their order', () => {
    const hours = (to: string) => ({ hours: { fri: [['09:00', to]], mon: [['09:00', to]], tue: [['09:00', to]] } });
    expect(said(hours('17:00'), hours('18:00')).map((words) => words.slice(0, 11))).toEqual([
      'Hours › Mon',
      'Hours › Tue',
      'Hours › Fri',
    ]);
  });

  it('do not include the order of fields', () => {
    expect(changesOf({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toEqual([]);
  });
});

describe('two people who change one document', () => {
  const base = { name: 'Desk', decline: { within: 'PT5M', perDay: 3 }, members: [1] };
  const theirs = changesOf(base, { ...base, name: 'Counter', decline: { within: 'PT5M', perDay: 5 } });

  it('conflict only where both changed the same field', () => {
    const mine = changesOf(base, { ...base, decline: { within: 'PT9M', perDay: 4 } });
    expect(conflictsOf(theirs, mine).map(({ pointer }) => pointer)).toEqual(['/decline/perDay']);
    const removed = changesOf(base, { name: 'Desk', members: [1] });
    expect(conflictsOf(theirs, removed).map(({ pointer }) => pointer)).toEqual(['/decline/perDay']);
  });

  it('both find their changes in what is saved', () => {
    const mine = { ...base, members: [1, 2] };
    expect(withChanges(mine, theirs)).toEqual({
      name: 'Counter',
      decline: { within: 'PT5M', perDay: 5 },
      members: [1, 2],
    });
  });
});
