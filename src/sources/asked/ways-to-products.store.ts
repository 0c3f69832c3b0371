import type { WayToTool } from '../../deliveries/failing-tools/way-to-tool.js';

const CONNECTIONS = 'select id, name from inbound';

/** Nobody mends a refused token but a person, so they are told at once. */
const REFUSED: WayToTool = {
  kind: 'inboundRefused',
  code: 'connectionRefused',
  alarm: 'connection.refused',
  afterMs: 0,
  trouble:
    'select inbound_id as id, refused_at as begun_at, problem as failure from asked_product where refused_at is not null',
  tools: CONNECTIONS,
  reachedAt: 'null::timestamptz',
  sentence: ({ name }) => `The access token of the connection "${name}" is refused`,
  mend: ({ id }) => `PUT /v1/inbound/${id} with another one in its settings`,
};

const FAILING: WayToTool = {
  kind: 'inbound',
  code: 'connectionFailing',
  alarm: 'connection.failing',
  trouble: `select inbound_id as id, begun_at, failure from lead_fetch join asked_product using (inbound_id)
      where failure is not null and refused_at is null
     union all
    select inbound_id, failing_since, problem from asked_product where failing_since is not null and refused_at is null`,
  tools: CONNECTIONS,
  reachedAt: 'select reached_at from asked_product where inbound_id = tool.id',
  sentence: ({ name }) => `Nothing could be fetched or subscribed for the connection "${name}"`,
  mend: ({ id }) => `GET /v1/inbound/${id} shows how it goes`,
};

export const WAYS_TO_PRODUCTS = [REFUSED, FAILING];
