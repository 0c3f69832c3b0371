import { resourceOf } from '../configuration/resource.schema.js';
import { ReasonBody } from './reason.dto.js';

export const ReasonSchema = resourceOf('Reason', ReasonBody);
