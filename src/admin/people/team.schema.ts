import { resourceOf } from '../../configuration/resource.schema.js';
import { REPLANNED } from '../../documents/replanned.schema.js';
import { WARNINGS } from '../../documents/warning.schema.js';
import { TeamBody } from '../../people/team.dto.js';

export const TeamSchema = resourceOf('Team', 'Reps who belong together.', TeamBody, {
  ...WARNINGS,
  ...REPLANNED,
});
