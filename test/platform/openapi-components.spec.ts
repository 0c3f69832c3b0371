import { describe, expect, it } from '@jest/globals';
import { Type } from '@sinclair/typebox';
import { nullable, pageOf, thing } from '../../src/platform/answer.js';
import { withComponents } from '../../src/platform/openapi/openapi-components.js';

const Car = thing('Car', 'It drives.', { wheels: Type.Integer() });

function documented(...schemas: object[]) {
  const { schemas: answers, components } = withComponents({ schemas, components: { schemas: {} } });
  return { answers, components: components.schemas as Record<string, object> };
}

describe('the components of the document', () => {
  it('hold a schema with a name once, however often and deep it stands', () => {
    const { answers, components } = documented(Car, pageOf(Car), Type.Object({ car: nullable(Car) }));
    const car = { $ref: '#/components/schemas/Car' };
    expect(answers).toMatchObject([
      car,
      { $ref: '#/components/schemas/CarPage' },
      { properties: { car: { anyOf: [car, { type: 'null' }] } } },
    ]);
    expect(components).toEqual({
      Car: {
        description: 'It drives.',
        type: 'object',
        additionalProperties: false,
        required: ['wheels'],
        properties: { wheels: { type: 'integer' } },
      },
      CarPage: expect.objectContaining({
        properties: expect.objectContaining({ data: expect.objectContaining({ type: 'array', items: car }) }),
      }),
    });
  });

  it('hold no two schemas of one name', () => {
    expect(() => documented(Car, thing('Car', 'It drives.', { wheels: Type.Number() }))).toThrow(
      'Two schemas are called Car',
    );
  });

  it('keep a field that has the name of a keyword', () => {
    const text = { type: 'string' };
    const fields = { $id: text, items: text, patternProperties: text };
    expect(documented({ type: 'object', properties: fields }).answers).toMatchObject([{ properties: fields }]);
  });

  it('call an instant what everybody calls it', () => {
    expect(documented(Type.String({ format: 'instant' })).answers).toEqual([{ type: 'string', format: 'date-time' }]);
  });

  it('say tuples and fields of any name in the words of OpenAPI 3.1', () => {
    const pair = Type.Tuple([Type.String(), Type.Integer()]);
    expect(documented(pair, Type.Record(Type.String(), Type.Integer())).answers).toEqual([
      { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false, minItems: 2, maxItems: 2 },
      { type: 'object', additionalProperties: { type: 'integer' } },
    ]);
  });
});
