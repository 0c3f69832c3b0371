import { describe, expect, it } from '@jest/globals';
import { checkCondition } from '../../src/conditions/condition-check.js';

const codes = (raw: unknown) => checkCondition(raw, '').map(({ pointer, code }) => `${pointer} ${code}`);
const leaf = { field: 'source', op: 'eq', value: 'web' };

function nested(levels: number, joint: 'all' | 'any' | 'not' = 'all'): unknown {
  let condition: unknown = leaf;
  for (let level = 0; level < levels; level += 1) condition = { [joint]: joint === 'not' ? condition : [condition] };
  return condition;
}

describe('a condition is accepted', () => {
  it.each([
    [{}],
    [leaf],
    [{ all: [{}, { any: [leaf, { not: leaf }] }] }],
    [{ field: 'company.employees', op: 'gte', value: 500 }],
    [{ field: 'company.employees', op: 'in', value: ['51-200', '1,000+', 7] }],
    [{ field: 'company.country', op: 'in', value: ['DE', 'AT'] }],
    [{ field: 'test', op: 'eq', value: false }],
    [{ field: 'receivedAt', op: 'lt', value: '2026-01-01T00:00:00Z' }],
    [{ field: 'clickIds.clickedAt', op: 'gte', value: '2026-01-01T00:00:00+02:00' }],
    [{ field: 'contact.doNot', op: 'contains', value: 'call' }],
    [{ field: 'attributes.plan', op: 'eq', value: true }],
    [{ field: 'company.domain', op: 'notInList', value: '019cafc2-1a00-7000-8000-000000000003' }],
    [{ field: 'attributes.some.dotted name', op: 'lt', value: 3 }],
    [{ field: 'attributes.trialEnds', op: 'lt', value: '2026-01-01T00:00:00Z' }],
    [{ field: 'attributes.plan', op: 'in', value: ['pro', 3, true] }],
    [{ field: 'company', op: 'exists' }],
    [{ field: 'contact.email', op: 'missing', value: true }],
    [{ field: 'contact.email', op: 'matches', value: '@(gmail|gmx)\\.' }],
  ])('when it is %j', (condition) => {
    expect(checkCondition(condition, '')).toEqual([]);
  });

  it('with 20 levels of nesting but not with 21', () => {
    for (const joint of ['all', 'any', 'not'] as const) {
      expect(codes(nested(20, joint))).toEqual([]);
      expect(codes(nested(21, joint)).map((each) => each.split(' ')[1])).toEqual(['tooDeep']);
    }
  });

  it('with 500 conditions but not with 501', () => {
    expect(codes({ all: Array.from({ length: 500 }, () => leaf) })).toEqual([]);
    expect(codes({ all: Array.from({ length: 501 }, () => leaf) })).toEqual([' tooMany']);
    const spread = (count: number) => ({
      any: Array.from({ length: count / 10 }, () => ({ all: Array(10).fill(leaf) })),
    });
    expect(codes(spread(500))).toEqual([]);
    expect(codes(spread(510))).toEqual([' tooMany']);
  });
});

describe('a condition is refused', () => {
  it.each<[string, unknown, string[]]>([
    ['when it is no object', 'source', [' type']],
    ['when it is null', null, [' type']],
    ['when it is a list', [leaf], [' type']],
    ['for an unknown root', { field: 'owner', op: 'eq', value: 'x' }, ['/field unknownField']],
    ['for a root that every object has', { field: 'constructor', op: 'exists' }, ['/field unknownField']],
    ['for an unknown field of a root', { field: 'contact.shoeSize', op: 'exists' }, ['/field unknownField']],
    ['for a field of a plain root', { field: 'source.name', op: 'exists' }, ['/field unknownField']],
    ['for an attribute without a name', { field: 'attributes.', op: 'exists' }, ['/field unknownField']],
    ['for an unknown operator', { field: 'source', op: 'like', value: 'x' }, ['/op unknownOperator']],
    ['for an operator that every object has', { field: 'source', op: 'toString', value: 'x' }, ['/op unknownOperator']],
    ['for both at once', { field: 'owner', op: 'like' }, ['/field unknownField', '/op unknownOperator']],
    ['without field and operator', { value: 1 }, ['/field required', '/op required']],
    ['for a field that is no text', { field: 3, op: null }, ['/field type', '/op type']],
    ['for an order of texts', { field: 'source', op: 'lt', value: 'm' }, ['/op operator']],
    ['for a number that should contain', { field: 'company.employees', op: 'contains', value: '5' }, ['/op operator']],
    ['for an order of true and false', { field: 'test', op: 'gt', value: true }, ['/op operator']],
    ['for a group compared with a value', { field: 'company', op: 'eq', value: 'x' }, ['/op operator']],
    ['for a list that should equal', { field: 'contact.doNot', op: 'eq', value: 'call' }, ['/op operator']],
    ['for text where a number is due', { field: 'company.employees', op: 'gt', value: '500' }, ['/value type']],
    ['for a number beyond all numbers', { field: 'company.employees', op: 'gt', value: Infinity }, ['/value type']],
    ['for a number where text is due', { field: 'source', op: 'eq', value: 5 }, ['/value type']],
    ['for text where true or false is due', { field: 'test', op: 'eq', value: 'true' }, ['/value type']],
    [
      'for a date that does not exist',
      { field: 'receivedAt', op: 'gt', value: '2026-02-30T00:00:00Z' },
      ['/value type'],
    ],
    [
      'for an instant without its zone',
      { field: 'receivedAt', op: 'gt', value: '2026-02-03T00:00:00' },
      ['/value type'],
    ],
    ['for null', { field: 'source', op: 'eq', value: null }, ['/value type']],
    ['for an object as an attribute', { field: 'attributes.a', op: 'eq', value: {} }, ['/value type']],
    ['for an order of plain text attributes', { field: 'attributes.a', op: 'lt', value: 'm' }, ['/value type']],
    ['without a value', { field: 'source', op: 'eq' }, ['/value required']],
    ['for a value of exists that denies it', { field: 'source', op: 'exists', value: false }, ['/value value']],
    ['for in without a list', { field: 'source', op: 'in', value: 'web' }, ['/value type']],
    ['for an empty list', { field: 'source', op: 'notIn', value: [] }, ['/value tooFew']],
    [
      'for a list with other types',
      { field: 'source', op: 'in', value: ['a', 1, 'b', null] },
      ['/value/1 type', '/value/3 type'],
    ],
    ['for containing nothing', { field: 'source', op: 'contains', value: '' }, ['/value type']],
    ['for a country that is none', { field: 'contact.country', op: 'eq', value: 'Narnia' }, ['/value country']],
    [
      'for a country that is none among others',
      { field: 'company.country', op: 'notIn', value: ['de', 'Germany', 'XX'] },
      ['/value/2 country'],
    ],
    ['for a pattern that is none', { field: 'source', op: 'matches', value: '(' }, ['/value pattern']],
    ['for a pattern with look-around', { field: 'source', op: 'matches', value: 'a(?=b)' }, ['/value pattern']],
    [
      'for a pattern that grows',
      { field: 'source', op: 'matches', value: '.{1000}.{1000}.{1000}' },
      ['/value pattern'],
    ],
    ['for a pattern that is a number', { field: 'source', op: 'matches', value: 5 }, ['/value type']],
    ['for a key it does not have', { ...leaf, values: [] }, ['/values unknown']],
    ['for two joints side by side', { all: [leaf], any: [leaf] }, ['/any unknown']],
    ['for a joint beside a comparison', { ...leaf, not: leaf }, ['/field unknown', '/op unknown', '/value unknown']],
    ['for a joint of no list', { all: leaf }, ['/all type']],
    ['for a joint of nothing', { any: [] }, ['/any tooFew']],
    ['for what it negates', { not: 5 }, ['/not type']],
  ])('%s', (_, condition, expected) => {
    expect(codes(condition)).toEqual(expected);
  });

  it('with all its faults, in the order of the document', () => {
    const faults = checkCondition(
      { all: [{ field: 'x', op: 'eq', value: 1 }, { not: { any: [leaf, 7] } }, { a: 1 }] },
      '/when',
    );
    expect(faults.map(({ pointer }) => pointer)).toEqual([
      '/when/all/0/field',
      '/when/all/1/not/any/1',
      '/when/all/2/a',
      '/when/all/2/field',
      '/when/all/2/op',
    ]);
  });

  it('naming the roots when the root is unknown', () => {
    expect(checkCondition({ field: 'owner', op: 'exists' }, '')[0]?.message).toContain(
      'source, channel, campaign, form, landingPage, contact, company, attributes, clickIds, consent, test, receivedAt',
    );
  });

  it('for a pattern of 201 characters but not of 200', () => {
    const ofLength = (length: number) => codes({ field: 'source', op: 'matches', value: 'a'.repeat(length) });
    expect(ofLength(200)).toEqual([]);
    expect(ofLength(201)).toEqual(['/value tooLong']);
  });

  it('for a text of 201 characters after contains, startsWith or endsWith, but not of 200', () => {
    for (const op of ['contains', 'startsWith', 'endsWith']) {
      expect(codes({ field: 'source', op, value: 'a'.repeat(200) })).toEqual([]);
      expect(codes({ field: 'source', op, value: 'a'.repeat(201) })).toEqual(['/value tooLong']);
    }
  });

  it('with a single fault when it is nested 100,000 levels deep', () => {
    for (const joint of ['all', 'any', 'not'] as const) {
      expect(checkCondition(nested(100_000, joint), '')).toHaveLength(1);
    }
  });

  it('without visiting all of 100,000 sibling conditions', () => {
    const faults = checkCondition({ any: Array.from({ length: 100_000 }, () => nested(21)) }, '');
    expect(faults.map(({ code }) => code)).toEqual(['tooMany']);
  });
});
