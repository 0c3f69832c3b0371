import { Type } from '@sinclair/typebox';
import { ListBody } from '../../conditions/list.dto.js';
import { resourceOf } from '../../configuration/resource.schema.js';

const { name, values } = ListBody.properties;

export const ListSchema = resourceOf(
  'List',
  'Values that conditions refer to by the id of their list (`inList`, `notInList`).',
  Type.Object({
    name,
    values: Type.Optional({ ...values, description: `${values.description} Pages of lists leave them out.` }),
  }),
  { size: Type.Integer({ minimum: 0, description: 'How many values it has.' }) },
);
