import { Type } from '@sinclair/typebox';
import { instant, objectSchema, pageOf } from '../platform/schema.js';

export const UnknownSourcePage = pageOf(
  objectSchema('UnknownSource', 'A source from which leads come and that is not configured.', {
    source: Type.String({ description: 'As its latest lead has it.' }),
    firstLeadAt: instant('When its first lead was received.'),
    lastLeadAt: instant('When its latest lead was received.'),
  }),
);
