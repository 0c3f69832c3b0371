import { resourceOf } from '../../configuration/resource.schema.js';
import { SourceBody } from '../../routing/source.dto.js';

export const SourceSchema = resourceOf('Source', 'Where leads come from.', SourceBody);
