import type { WayToTool } from '../deliveries/failing-tools/way-to-tool.js';

export const WAY_OF_CONNECTORS: WayToTool = {
  kind: 'recordConnector',
  code: 'recordConnectorFailing',
  alarm: 'connector.failing',
  trouble: ['record', 'record_update']
    .map(
      (table) => `select connector_id as id, begun_at, failure from ${table}
        where state in ('pending', 'failed') and failure is not null and waits_since is null`,
    )
    .join(' union all '),
  tools: 'select id, name from record_connector',
  reachedAt: `select greatest((select max(ended_at) from record where connector_id = tool.id and state = 'made'),
      (select max(begun_at) from record_update where connector_id = tool.id and state = 'current'))`,
  sentence: ({ name, count }) =>
    `Nothing has reached the tool of the record connector "${name}", with ${count === 1 ? 'one record or update' : `${count} records and updates`} not written,`,
  mend: ({ id }) => `POST /v1/record-connectors/${id}/test shows its answer, and PUT corrects the connector`,
};
