import { SCOPES } from '../../auth/scope.js';
import { ReasonBody } from '../../disposition/reason.dto.js';
import { resourceController } from '../resource.controller.js';
import { REASON } from './reason.kind.js';
import { ReasonSchema } from './reason.schema.js';

export const ReasonsController = resourceController({
  path: 'disposition-reasons',
  tag: 'Disposition reasons',
  one: 'a disposition reason',
  many: 'disposition reasons',
  kind: REASON,
  body: ReasonBody,
  schema: ReasonSchema,
  // Whoever closes leads, or is told of it, has to know the words.
  readers: SCOPES,
});
