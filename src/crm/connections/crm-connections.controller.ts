import { resourceController } from '../../admin/resource.controller.js';
import type { Warning } from '../../documents/warning.schema.js';
import { CrmConnectionBody } from './crm-connection.dto.js';
import { CRM_CONNECTION } from './crm-connection.kind.js';
import { CrmConnectionSchema } from './crm-connection.schema.js';

export const CrmConnectionsController = resourceController({
  path: 'crm-connections',
  tag: 'CRM connections',
  one: 'a CRM connection',
  many: 'CRM connections',
  kind: CRM_CONNECTION,
  body: CrmConnectionBody,
  schema: CrmConnectionSchema,
  readers: ['integration'],
  warningsOf: (_content, _id, { mapping }): Warning[] =>
    mapping.changedAt !== undefined
      ? []
      : [
          {
            pointer: '/mapping/changedAt',
            message: 'Nothing says when a deal changed: what is sent late, or once more, counts as the newest.',
          },
        ],
});
