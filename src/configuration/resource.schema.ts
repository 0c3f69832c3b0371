import { type TObject, type TProperties, Type } from '@sinclair/typebox';
import { id, instant, objectSchema } from '../platform/input/schema.js';

const IGNORED = Type.Optional(Type.Unknown({ description: 'Ignored: a field that only answers have.' }));

/** The read-only fields of a resource, for drafts that may be sent as a resource was read. */
export const AS_READ = { id: IGNORED, version: IGNORED, createdAt: IGNORED, updatedAt: IGNORED };

/** Returns the schema of a resource as the API returns it. @param shown further fields of its kind */
export function resourceOf<Fields extends TProperties, Shown extends TProperties = Record<never, never>>(
  name: string,
  description: string,
  body: TObject<Fields>,
  shown: Shown = {} as Shown,
) {
  return objectSchema(name, description, {
    id: id('The id. It never changes.'),
    ...body.properties,
    ...shown,
    version: Type.Integer({ minimum: 1, description: 'Grows with every change, from 1.' }),
    createdAt: instant('When it was created.'),
    updatedAt: instant('When it was last changed.'),
  });
}
