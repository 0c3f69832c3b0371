import { Type } from '@sinclair/typebox';
import { MISSED } from '../admin/routing/pool.schema.js';
import { id, object, objectSchema } from '../platform/schema.js';

const row = objectSchema('FairnessRow', 'What members of pools got in turn, and their due.', {
  key: object(
    { pool: Type.Optional(id('The pool.')), rep: Type.Optional(id('The member.')) },
    { description: 'A value for each of `by`; empty for the total.' },
  ),
  label: Type.String({ description: 'The key with names.' }),
  shareDue: Type.Number({ description: 'Their shares by weight of the leads for which they were eligible.' }),
  shareGot: Type.Integer({ description: 'The leads that they got in turn.' }),
  credit: Type.Number({ description: 'Share due minus share got, in leads.' }),
  missed: MISSED,
});

export const FairnessReport = objectSchema('FairnessReport', 'How fairly pools dealt, with the total of all.', {
  data: Type.Array(row, { description: 'In the order of the labels.' }),
  total: row,
});
