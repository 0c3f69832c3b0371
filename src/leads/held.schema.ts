import { Type } from '@sinclair/typebox';
import { instant, nullable, objectSchema } from '../platform/input/schema.js';

/* Building blocks for the schema of a subject access report. */

export const text = (description: string) => nullable(Type.String(), description);
export const at = (description: string) => nullable(instant(description));
export const word = (description: string) => Type.String({ description });
export const record = (description: string) =>
  nullable(Type.Record(Type.String(), Type.Unknown()), `${description}; null for nothing.`);
export const values = (description: string) => Type.Array(Type.Unknown(), { description });
export const list = <Row extends ReturnType<typeof objectSchema>>(row: Row, description: string) =>
  Type.Array(row, { description });
