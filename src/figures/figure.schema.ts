import { type TProperties, type TSchema, Type } from '@sinclair/typebox';
import { nullable, object } from '../platform/input/schema.js';

export const count = (description: string) => Type.Integer({ minimum: 0, description });
export const share = (description: string) => nullable(Type.Number({ minimum: 0, maximum: 1, description }));
/** In seconds with three decimals, because values are stored in milliseconds. */
export const span = (description: string) => Type.Number({ minimum: 0, description: `${description} In seconds.` });
export const WITHHELD = {
  withheld: Type.Optional(
    count(
      'How many rows of other people are left out, by `individualReports` of the settings; left out for none. In CSV the first column, filled in the line of the total.',
    ),
  ),
};
/** The total of a report whose rows may be left out. */
export const totalOf = <Row extends TSchema>(row: Row) =>
  nullable(
    row,
    'Of all rows, also those that are left out. Null if these are about one person, whose figures it would tell.',
  );
export const part = (description: string, fields: TProperties) => object(fields, { description });
export const value = (description: string) => nullable(Type.String({ description }));
