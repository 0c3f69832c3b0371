import { SCOPES } from '../../auth/scope.js';
import { resourceOf } from '../../configuration/resource.schema.js';
import { ReasonBody } from '../../disposition/reason.dto.js';
import { resourceController } from '../resource.controller.js';
import { REASON } from './reason.kind.js';

export const ReasonsController = resourceController({
  path: 'disposition-reasons',
  tag: 'Disposition reasons',
  one: 'a disposition reason',
  many: 'disposition reasons',
  kind: REASON,
  body: ReasonBody,
  schema: resourceOf('Reason', 'With what a lead can be closed.', ReasonBody),
  // Every scope may read them: programs that close leads, or are notified of it, need the codes.
  readers: SCOPES,
});
