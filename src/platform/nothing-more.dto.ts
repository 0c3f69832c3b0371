import { Type } from '@sinclair/typebox';

/** The path says all there is to say. */
export const NothingMore = Type.Object({}, { additionalProperties: false });
