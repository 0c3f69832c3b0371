import { Type } from '@sinclair/typebox';

/** An empty body, for routes whose path says everything. */
export const NothingMore = Type.Object({}, { additionalProperties: false });
