import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BodyReading } from '../../src/platform/bodies/body-reading.js';
import { BodyWeight } from '../../src/platform/bodies/body-weight.js';
import { jsonFaultAt, placeInWords } from '../../src/platform/bodies/json-fault.js';
import { fieldsIn, repeatedField } from '../../src/platform/bodies/repeated-field.js';
import { InvalidRequestError } from '../../src/platform/input/refusal.js';
import { runs } from '../support/runs.js';

/** Reads a text that arrives in pieces. @throws the refusal of a piece */
async function read(text: string, pieceBytes = 1_000): Promise<unknown> {
  const reading = new BodyReading({ bytes: 16 * 1024 * 1024 });
  const bytes = Buffer.from(text);
  for (let begin = 0; begin < bytes.length; begin += pieceBytes) {
    const refusal = reading.add(bytes.subarray(begin, begin + pieceBytes));
    if (refusal !== null) throw refusal;
  }
  return reading.finish();
}

const outcome = (parsing: Promise<unknown>) =>
  parsing.then(stringify, (error) => (error instanceof InvalidRequestError ? 'repeated' : 'malformed'));
const ofWhole = (text: string) => outcome(Promise.resolve().then(() => (text === '' ? undefined : JSON.parse(text))));
const ofParts = (text: string, pieceBytes?: number) => outcome(read(text, pieceBytes));

/** A text longer than one parsed part. */
const LONG = 'x'.repeat(70_000);

describe('a body parsed in parts', () => {
  it('equals the result of JSON.parse, for any JSON and pieces of any size', async () => {
    const body = fc.oneof(
      fc.json(),
      fc.dictionary(fc.constantFrom('leads', 'a', '__proto__', '0', 'é"\\'), fc.array(fc.jsonValue())).map(stringify),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.integer({ min: 1, max: 50 }), async (text, pieceBytes) => {
        expect(await ofParts(text, pieceBytes)).toBe(await ofWhole(text));
      }),
      { numRuns: runs(60, 300) },
    );
  });

  it('equals it also with lists long enough to be cut', async () => {
    const entry = fc.oneof(fc.jsonValue(), fc.constant(LONG), fc.constant({ [LONG]: [[], {}] }));
    const body = fc.dictionary(fc.constantFrom('leads', 'a', '__proto__'), fc.array(entry, { maxLength: 6 }));
    await fc.assert(
      fc.asyncProperty(body.map(stringify), fc.integer({ min: 1_000, max: 90_000 }), async (text, pieceBytes) => {
        expect(await ofParts(text, pieceBytes)).toBe(await ofWhole(text));
      }),
      { numRuns: runs(20, 50) },
    );
  });

  it('is malformed where the whole is, whichever byte is lost, added or changed', async () => {
    const text = JSON.stringify({ x: [1], leads: [{ a: 1 }, LONG, [2, { b: 'é,]' }], LONG, 3], y: { z: [4] } });
    const place = fc.oneof(...[0, 20, 70_000, 70_030, text.length - 30].map((at) => fc.nat(30).map((by) => at + by)));
    await fc.assert(
      fc.asyncProperty(place, fc.constantFrom('', ...',:[]{}"\\ 0x'), fc.boolean(), async (at, other, isAdded) => {
        const broken = text.slice(0, at) + other + text.slice(isAdded ? at : at + 1);
        const expected = await ofWhole(broken);
        const isRepeated = expected !== 'malformed' && repeatedField(broken) !== null;
        expect(await ofParts(broken, 65_536)).toBe(isRepeated ? 'repeated' : expected);
      }),
      { numRuns: runs(40, 200) },
    );
  });

  it('says where the whole ceases to be JSON, however it was split', async () => {
    const text = JSON.stringify(
      { x: [1, -2.5e3], leads: [{ a: true }, LONG, [null, { b: 'é,]\n' }], LONG, 3] },
      null,
      1,
    );
    const place = fc.oneof(...[0, 20, 60, 70_040, text.length - 30].map((at) => fc.nat(60).map((by) => at + by)));
    await fc.assert(
      fc.asyncProperty(place, fc.constantFrom('', ...',:[]{}"\\ 0x'), fc.boolean(), async (at, other, isAdded) => {
        const broken = text.slice(0, at) + other + text.slice(isAdded ? at : at + 1);
        const fault = jsonFaultAt(broken);
        expect(fault === null).toBe((await ofWhole(broken)) !== 'malformed');
        if (fault === null) return;
        expect(fault).toBeGreaterThanOrEqual(0);
        const detail = `The body is not well-formed JSON: ${placeInWords(broken, fault)}.`;
        await expect(read(broken, 65_536)).rejects.toMatchObject({ message: detail });
      }),
      { numRuns: runs(40, 200) },
    );
  });

  it.each([
    ["{'source':'web'}", 1],
    ['hello', 0],
    ['{"a":1,}', 7],
    ['{"a":1', 6],
    ['[1 2]', 3],
    ['{"a":01}', 6],
    ['{"a":1} x', 8],
    ['{"a":tru}', 5],
    ['{"a":"x\ny"}', 5],
    ['[]', null],
    [' "a" ', null],
  ])('of %j is the position %p', async (text, at) => {
    expect(jsonFaultAt(text)).toBe(at);
    expect((await ofWhole(text)) === 'malformed').toBe(at !== null);
  });

  it.each([
    '',
    '{"leads":[',
    `{"leads":["${LONG}",]}`,
    `{"leads":["${LONG}",,1]}`,
    `{"leads":["${LONG}", ,1]}`,
    `{"leads":["${LONG}",1}`,
    `{"leads":["${LONG}",1]`,
    `{"leads":["${LONG}",1]]}`,
    `{"leads":["${LONG}",1]}{"leads":[1]}`,
    `{"leads":["${LONG}",}],"leads":[2]}`,
    `{"leads":{"a":["${LONG}",1]}}`,
    `[["${LONG}",1],2]`,
    `{"__proto__":["${LONG}",1]}`,
  ])('equals the result of JSON.parse in edge cases (%#)', async (text) => {
    expect(await ofParts(text)).toBe(await ofWhole(text));
  });

  it('is cut often enough that no part is long', async () => {
    const cutsOf = (leads: readonly unknown[]) => {
      const weight = new BodyWeight();
      weight.add(Buffer.from(JSON.stringify({ leads })));
      return weight.seams.filter(({ kind }) => kind === 'between').length;
    };
    expect(cutsOf(Array.from({ length: 1_000 }, () => ({ a: 'x'.repeat(7_000) })))).toBe(99);
    expect(cutsOf(Array.from({ length: 1_000 }, () => Object.fromEntries(names(100))))).toBe(99);
    expect(cutsOf(Array.from({ length: 100 }, () => ({ source: 'web' })))).toBe(0);
  });

  it('yields to other work between the parts', async () => {
    const text = JSON.stringify({ leads: Array.from({ length: 200 }, () => Object.fromEntries(names(1_000))) });
    let turns = 0;
    let isOver = false;
    const parsing = read(text, text.length).finally(() => {
      isOver = true;
    });
    const count = () => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);
    await parsing;
    expect(turns).toBeGreaterThan(1);
  });
});

describe('a field that appears twice in an object', () => {
  const filler = Array.from({ length: 3 }, () => LONG);

  it.each([
    ['{"a":1,"a":2}', '/a'],
    ['{"a":1,"b":{"c":[1,{"d":1,"e":2,"\\u0064":1}]}}', '/b/c/1/d'],
    ['{"a~b/c":1,"a~b/c":1}', '/a~0b~1c'],
    ['{"__proto__":1,"__proto__":{}}', '/__proto__'],
    ['{"1":1,"1":1}', '/1'],
    ['{"":1,"":1}', '/'],
    ['{"leads":[{"a":1}],"leads":[]}', '/leads'],
    ['{"leads":[{"a":{}},{"b":1,"a":{"x":1,"x":1}}],"more":[1]}', '/leads/1/a/x'],
    [`{"one":[{"a":1}],"two":${stringify(filler).slice(0, -1)},{"a":1},{"a":1,"a":1}]}`, '/two/4/a'],
    ['[{"a":1},{"a":1,"a":1}]', '/1/a'],
  ])('is refused with its pointer (%#)', async (text, pointer) => {
    await expect(read(text, 7_000)).rejects.toMatchObject({ errors: [{ pointer, code: 'repeated' }] });
  });

  it.each([
    '{"a":{"a":[{"a":1},{"a":1}]},"b":"{\\"a\\":1,\\"a\\":1}","A":":::"}',
    '{"leads":[{"a":":"},{"a":"\\\\"}],"more":{"leads":[]}}',
  ])('may appear again in another object or within a text (%#)', async (text) => {
    expect(await ofParts(text)).toBe(await ofWhole(text));
  });

  it('is found wherever there is one, and nowhere else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const text = stringify(value);
        expect(repeatedField(text)).toBeNull();
        expect(fieldsIn(value)).toBe(weightOf(text).fields);
      }),
    );
  });

  it('is accepted from senders that cannot correct it', async () => {
    const reading = new BodyReading({ bytes: 1_000 });
    reading.add(Buffer.from('{"a":1,"a":2}'));
    expect(await reading.finish(false)).toEqual({ a: 2 });
  });
});

describe('a body', () => {
  const faultOf = (text: string, entriesMax?: number) => new BodyWeight(entriesMax).add(Buffer.from(text));

  it('is refused at the comma after the last entry that its list may have', () => {
    expect(faultOf('{"leads":[1,[2,2,2],{"a":3}', 3)).toBeNull();
    expect(faultOf('{"leads":[1,[2,2,2],{"a":3}],"more":[1,2,3]}', 3)).toBeNull();
    expect(faultOf('{"leads":[1,[2,2,2],{"a":3},', 3)).toEqual({
      pointer: '/leads',
      code: 'tooMany',
      message: 'Expected at most 3 entries.',
    });
    expect(faultOf('[1,2,3,4]', 3)).toBeNull();
  });

  it('may have 10,000 fields in an entry and 10,000 beside its lists, and no more', () => {
    const fields = (count: number) => stringify(Object.fromEntries(names(count)));
    expect(faultOf(`{"leads":[${fields(10_000)},${fields(10_000)}],"x":${fields(9_998)}}`)).toBeNull();
    expect(faultOf(`{"leads":[1,${fields(10_001)}]}`)).toMatchObject({
      pointer: '/leads/1',
      message: 'Expected at most 10,000 fields in all.',
    });
    expect(faultOf(`{"leads":[1],"x":${fields(9_999)}}`)).toMatchObject({ pointer: '/x' });
    expect(faultOf(fields(10_001))).toMatchObject({ pointer: '' });
  });
});

function weightOf(text: string): BodyWeight {
  const weight = new BodyWeight();
  weight.add(Buffer.from(text));
  return weight;
}

function names(count: number): [string, number][] {
  return Array.from({ length: count }, (_, field) => [`f${field}`, field]);
}

function stringify(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}
