import { warningsOfKind } from '../../directory/handoff-oddities.js';
import { HandoffKindBody } from '../../handoffs/handoff-kind.dto.js';
import { normalisedKind } from '../../handoffs/kind-faults.js';
import { resourceController } from '../resource.controller.js';
import { HANDOFF_KIND } from './handoff-kind.kind.js';
import { HandoffKindSchema } from './handoff-kind.schema.js';

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
  warningsOf: warningsOfKind,
});
