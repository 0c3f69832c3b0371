import { resourceOf } from '../../configuration/resource.schema.js';
import { normalisedSource, SourceBody } from '../../routing/sources/source.dto.js';
import { resourceController } from '../resource.controller.js';
import { SOURCE } from './source.kind.js';

export const SourcesController = resourceController({
  path: 'sources',
  tag: 'Routing',
  one: 'a source',
  many: 'sources',
  kind: SOURCE,
  body: SourceBody,
  schema: resourceOf('Source', 'Where leads come from.', SourceBody),
  normalise: normalisedSource,
});
