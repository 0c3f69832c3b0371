import { resourceController } from '../../admin/resource.controller.js';
import { warningsOfConnector } from './connector-safety.js';
import { RECORD_CONNECTOR } from './record-connector.kind.js';
import { RecordConnectorBody, RecordConnectorSchema } from './record-connector.schema.js';

export const RecordConnectorsController = resourceController({
  path: 'record-connectors',
  tag: 'Record connectors',
  one: 'a record connector',
  many: 'record connectors',
  kind: RECORD_CONNECTOR,
  body: RecordConnectorBody,
  schema: RecordConnectorSchema,
  readers: ['integration'],
  warningsOf: (_content, _id, saved) => warningsOfConnector(saved),
});
