import { type Static, Type } from '@sinclair/typebox';
import { id, nullable, thing } from '../../platform/answer.js';

const UndoneSchema = thing('UndoneMove', 'A lead that had moved because of a breach.', {
  leadId: id('The lead.'),
  fromRepId: nullable(id('Who had it when it was asked.'), 'Who had it when it was asked; null where nobody did.'),
  toRepId: id('Who had it before it moved.'),
  undone: Type.Boolean({ description: 'Whether it is given back; in a dry run, whether it would be.' }),
  why: Type.Optional(Type.String({ description: 'Why not, in one plain sentence.' })),
});

export const UndoSchema = thing('Undo', 'What became of leads that had moved because of a breach.', {
  undone: Type.Integer({ minimum: 0, description: 'How many are given back.' }),
  left: Type.Integer({ minimum: 0, description: 'How many stay where they are.' }),
  leads: Type.Array(UndoneSchema, { description: 'The first 10,000 of them.' }),
});
export type UndoView = Static<typeof UndoSchema>;
