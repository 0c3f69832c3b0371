import { resourceController } from '../../admin/resource.controller.js';
import { HandoffKindBody } from './handoff-kind.dto.js';
import { HANDOFF_KIND } from './handoff-kind.kind.js';
import { HandoffKindSchema } from './handoff-kind.schema.js';
import { normalisedKind } from './kind-faults.js';
import { warningsOfKind } from './kind-warnings.js';

export const HandoffKindsController = resourceController({
  path: 'handoff-kinds',
  tag: 'Handoff kinds',
  one: 'a handoff kind',
  many: 'handoff kinds',
  kind: HANDOFF_KIND,
  body: HandoffKindBody,
  schema: HandoffKindSchema,
  readers: ['integration'],
  normalise: normalisedKind,
  warningsOf: (_content, _id, saved) => warningsOfKind(saved),
});
