import { normalisedSource, SourceBody } from '../../routing/source.dto.js';
import { resourceController } from '../resource.controller.js';
import { SOURCE } from './source.kind.js';
import { SourceSchema } from './source.schema.js';

export const SourcesController = resourceController({
  path: 'sources',
  tag: 'Routing',
  one: 'a source',
  many: 'sources',
  kind: SOURCE,
  body: SourceBody,
  schema: SourceSchema,
  normalise: normalisedSource,
});
