import { fastify } from 'fastify';
import { Gatherer } from '../src/platform/running/gatherer.js';
import { FLOOR_INTAKE, FLOOR_SCHEMA } from './intake.js';
import { connect, report } from './workbench.js';

/**
 * The floor with micro-batches: Fastify, and one statement for all requests that have arrived. No validation, no keys,
 * no routing.
 */
const client = await connect(process.argv[2]!);
await client.query(FLOOR_SCHEMA);
const gatherer = new Gatherer<object, true>(async (leads) => {
  await client.query({ name: 'intake', text: FLOOR_INTAKE, values: [JSON.stringify(leads)] });
  return leads.map(() => true);
}, 500);
const server = fastify();
server.post('/v1/leads', async (request, reply) => {
  const { externalId, source, contact } = request.body as { externalId: string; source: string; contact: object };
  await gatherer.add({ external_id: externalId, source, contact });
  reply.status(201);
  return { ok: true };
});
report({ url: await server.listen({ port: 0, host: '127.0.0.1' }) });
