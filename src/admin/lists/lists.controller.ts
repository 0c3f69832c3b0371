import { Type } from '@sinclair/typebox';
import { ListBody, normalisedList } from '../../conditions/list.dto.js';
import { resourceOf } from '../../configuration/resource.schema.js';
import { resourceController } from '../resource.controller.js';
import { LIST } from './list.kind.js';

const { name, values } = ListBody.properties;

const ListSchema = resourceOf(
  'List',
  'Values that conditions refer to by the id of their list (`inList`, `notInList`).',
  Type.Object({
    name,
    values: Type.Optional({ ...values, description: `${values.description} Pages of lists leave them out.` }),
  }),
  { size: Type.Integer({ minimum: 0, description: 'How many values it has.' }) },
);

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
