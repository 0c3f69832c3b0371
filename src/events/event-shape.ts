import { type TProperties, type TSchema, Type } from '@sinclair/typebox';
import { id, object } from '../platform/input/schema.js';
import type { SubjectType } from './event.js';

export interface EventShape {
  readonly description: string;
  readonly about: readonly SubjectType[];
  readonly data: TSchema;
}

export const maybe = Type.Optional;
/** A value of a set that may grow, so readers must tolerate unknown ones. */
export const word = (description: string) => Type.String({ minLength: 1, description });
export const flag = (description: string) => Type.Literal(true, { description });
export const count = (description: string, minimum = 0) => Type.Integer({ minimum, description });
export const ids = (item: string, description: string) => Type.Array(id(`The id of a ${item}.`), { description });
export const facts = (fields: TProperties): TSchema => object(fields);

export const of = (about: readonly SubjectType[], description: string, fields: TProperties): EventShape => ({
  description,
  about,
  data: facts(fields),
});
