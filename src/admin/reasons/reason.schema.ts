import { resourceOf } from '../../configuration/resource.schema.js';
import { ReasonBody } from '../../disposition/reason.dto.js';

export const ReasonSchema = resourceOf('Reason', 'With what a lead can be closed.', ReasonBody);
