import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { textsIn } from '../../examples/feedback-job/exact-texts.js';

const field = fc.oneof(fc.constant('requests'), fc.string());

it('extracts the entries of a list exactly as written, whatever surrounds them', () => {
  fc.assert(
    fc.property(
      fc.array(fc.jsonValue()),
      fc.dictionary(field, fc.jsonValue()),
      fc.dictionary(field, fc.jsonValue()),
      fc.constantFrom(undefined, 2),
      (listed, before, after, indent) => {
        // Of two fields with one name the later one counts, so the generated fields must not have ours.
        const others = (some: object) => Object.entries(some).filter(([name]) => name !== 'requests');
        const whole = Object.fromEntries([...others(before), ['requests', listed], ...others(after)]);
        const texts = textsIn(JSON.stringify(whole, null, indent), 'requests');
        expect(texts.map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(listed)));
        if (indent === undefined) expect(texts).toEqual(listed.map((each) => JSON.stringify(each)));
      },
    ),
  );
});

it('keeps all digits of a number, and entries that are no objects', () => {
  expect(textsIn('{"a":["x"],"requests":[{"id":12345678901234567,"v":1.10},"]\\"[", [1,[2]]]}', 'requests')).toEqual([
    '{"id":12345678901234567,"v":1.10}',
    '"]\\"["',
    '[1,[2]]',
  ]);
  expect(textsIn('{"requests":[]}', 'requests')).toEqual([]);
  expect(textsIn('{"batchId":null,"items":[]}', 'requests')).toEqual([]);
  expect(textsIn('{"deeper":{"requests":[1]},"called":"requests","items":[2]}', 'requests')).toEqual([]);
});
