import { describe, expect, it } from '@jest/globals';
import { Type } from '@sinclair/typebox';
import fc from 'fast-check';
import { faultsOf } from '../../src/platform/checked.js';
import { draftOf } from '../../src/platform/draft.js';
import { InvalidRequestError } from '../../src/platform/refusal.js';
import { Sent } from '../../src/platform/sent.js';

const Id = Type.String({ format: 'uuid' });
const Body = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    members: Type.Array(
      Type.Object({ repId: Id, weight: Type.Optional(Type.Number({ minimum: 1 })) }, { additionalProperties: false }),
    ),
    hours: Type.Record(Type.String(), Type.Array(Type.Tuple([Type.String(), Type.String()]))),
    target: Type.Union([Type.Literal('owner'), Type.Object({ repId: Id }, { additionalProperties: false })]),
    until: Type.Optional(Type.String({ format: 'instant' })),
  },
  { additionalProperties: false },
);
const ID = '0197f3a0-0000-7000-8000-000000000001';
const GOOD = {
  name: 'a',
  members: [{ repId: ID, weight: 2 }, { repId: ID }],
  hours: { mon: [['09:00', '17:00']] },
  target: { repId: ID },
  until: '2026-01-01T00:00:00Z',
};

function draftOfFaulty(value: unknown): unknown {
  const faulty = faultsOf(Body, value).map(({ pointer }) => pointer);
  return draftOf(Body, value, faulty).value;
}

function refusalOf(sent: Sent<unknown>, meant: Parameters<Sent<unknown>['accept']>[0]): unknown {
  try {
    sent.accept(meant);
    return null;
  } catch (error) {
    return (error as InvalidRequestError).errors.map(({ pointer, code }) => `${pointer} ${code}`);
  }
}

describe('the draft of a body with faults', () => {
  it('is the body itself where there are none', () => {
    expect(draftOfFaulty(structuredClone(GOOD))).toEqual(GOOD);
  });

  it('keeps all that is well-formed around a fault', () => {
    const sent = { ...GOOD, members: [{ repId: ID, weight: 'heavy' }, { repId: 'x' }], more: 1, until: 'soon' };
    expect(draftOfFaulty(sent)).toEqual({
      name: 'a',
      members: [{ repId: ID }, { repId: '00000000-0000-0000-0000-000000000000' }],
      hours: GOOD.hours,
      target: GOOD.target,
    });
  });

  it('has the shape it should have, whatever was sent', () => {
    const anything = fc
      .anything({ withBigInt: false, maxDepth: 3 })
      .map((value) => JSON.parse(JSON.stringify(value) ?? 'null'));
    const spoilt = fc.record(
      { name: fc.constant('a'), members: anything, hours: anything, target: anything, until: anything },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(anything, spoilt), (sent) => {
        const draft = draftOfFaulty(sent) as Record<string, unknown>;
        // What stands in may be shorter or smaller than the schema allows; its types are right.
        const faults = faultsOf(Body, structuredClone(draft)).filter(({ code }) => code !== 'tooShort');
        expect(faults).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a body as it was sent', () => {
  const unknown = (pointer: string) => ({ pointer, code: 'unknownId', message: '' });

  it('is accepted as it is when nothing is wrong with it', () => {
    expect(Sent.read(Body, structuredClone(GOOD)).accept([])).toEqual(GOOD);
  });

  it('is refused with the faults of its shape and those of what it means', () => {
    const sent = Sent.read(Body, { ...GOOD, name: 5, members: [{ repId: ID, weight: 0 }] });
    expect(refusalOf(sent, [unknown('/members/0/repId')])).toEqual([
      '/name type',
      '/members/0/weight tooSmall',
      '/members/0/repId unknownId',
    ]);
  });

  it('is refused for its shape alone when it means nothing wrong', () => {
    expect(refusalOf(Sent.read(Body, { ...GOOD, name: 5 }), [])).toEqual(['/name type']);
  });

  it('says nothing of the meaning of what could not be read, of what holds it, and of what it holds', () => {
    const sent = Sent.read(Body, { ...GOOD, members: [{ repId: 'x' }], target: 7 });
    const meant = [unknown('/members/0/repId'), unknown('/members'), unknown('/target/repId'), unknown('/hours')];
    expect(refusalOf(sent, meant)).toEqual(['/members/0/repId uuid', '/target value', '/hours unknownId']);
  });
});
