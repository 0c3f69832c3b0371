import { ListBody, normalisedList } from '../../conditions/list.dto.js';
import { resourceController } from '../resource.controller.js';
import { LIST } from './list.kind.js';
import { ListSchema } from './list.schema.js';

export const ListsController = resourceController({
  path: 'lists',
  tag: 'Routing',
  one: 'a list',
  many: 'lists',
  kind: LIST,
  body: ListBody,
  schema: ListSchema,
  normalise: normalisedList,
});
