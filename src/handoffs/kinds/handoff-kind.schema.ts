import { resourceOf } from '../../configuration/resource.schema.js';
import { WARNINGS } from '../../documents/warning.schema.js';
import { HandoffKindBody } from './handoff-kind.dto.js';

export const HandoffKindSchema = resourceOf(
  'HandoffKind',
  'A kind of handoff: what begins it, what is handed over, and who receives it with which promises.',
  HandoffKindBody,
  WARNINGS,
);
