import { describe, expect, it } from '@jest/globals';
import { Type } from '@sinclair/typebox';
import { nullable, objectSchema, pageOf } from '../../src/platform/input/schema.js';
import { withComponents } from '../../src/platform/openapi/openapi-components.js';

const Car = objectSchema('Car', 'It drives.', { wheels: Type.Integer() });

function documented(...schemas: object[]) {
  const { schemas: answers, components } = withComponents({ schemas, components: { schemas: {} } });
  return { answers, components: components.schemas as Record<string, object> };
}

describe('the components of the document', () => {
  it('contain a named schema once, however often and deep it is used', () => {
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

  it('refuse two different schemas of one name', () => {
    expect(() => documented(Car, objectSchema('Car', 'It drives.', { wheels: Type.Number() }))).toThrow(
      'Two schemas are called Car',
    );
  });

  it('keep a field whose name is a keyword of JSON Schema', () => {
    const text = { type: 'string' };
    const fields = { $id: text, items: text, patternProperties: text };
    expect(documented({ type: 'object', properties: fields }).answers).toMatchObject([{ properties: fields }]);
  });

  it('call an instant by the standard format date-time', () => {
    expect(documented(Type.String({ format: 'instant' })).answers).toEqual([{ type: 'string', format: 'date-time' }]);
  });

  it('express tuples and records in the keywords of OpenAPI 3.1', () => {
    const pair = Type.Tuple([Type.String(), Type.Integer()]);
    expect(documented(pair, Type.Record(Type.String(), Type.Integer())).answers).toEqual([
      { type: 'array', prefixItems: [{ type: 'string' }, { type: 'integer' }], items: false, minItems: 2, maxItems: 2 },
      { type: 'object', additionalProperties: { type: 'integer' } },
    ]);
  });
});
