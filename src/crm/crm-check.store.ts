import type { WayToTool } from '../deliveries/failing-tools/way-to-tool.js';
import type { SetupCheck } from '../directory/setup-checks.js';
import { readUnproven } from './connections/crm-secret.store.js';

export const WAY_TO_CRMS: WayToTool = {
  kind: 'crmConnection',
  code: 'crmConnectionFailing',
  alarm: 'crm.failing',
  trouble: `select connection_id as id, failing_since as begun_at, failure
      from crm_readiness where failing_since is not null`,
  tools: 'select id, name from crm_connection',
  reachedAt: 'select max(told_at) from crm_readiness where connection_id = tool.id',
  sentence: ({ name, count }) =>
    `The CRM of the connection "${name}" could not be updated about ${count === 1 ? 'one deal' : `${count} deals`}`,
  mend: ({ id }) => `GET /v1/crm-connections/${id}/deliveries shows them, PUT mends the connection`,
};

/** Reports that were refused since the connection was last changed, and were not accepted when they were sent again. */
export const WAY_FROM_CRMS: WayToTool = {
  kind: 'crmReports',
  code: 'crmReportsRefused',
  alarm: 'crm.refused',
  givesExample: true,
  trouble: `select connection_id as id, at as begun_at,
      coalesce(nullif(faults->0->>'pointer', '') || ': ', '') || (faults->0->>'message') as failure
      from crm_oddity where refused`,
  tools: 'select id, name from crm_connection',
  reachedAt: 'select updated_at from crm_connection where id = tool.id',
  sentence: ({ name, count }) =>
    `${count === 1 ? 'A report' : `${count} reports`} of the CRM of the connection "${name}" ${count === 1 ? 'was' : 'were'} refused`,
  mend: ({ id }) => `GET /v1/crm-connections/${id}/refusals lists them, PUT mends the mapping`,
};

export const CRM_CHECK: SetupCheck = {
  codes: ['crmConnectionWithoutSecret'],
  find: async ({ sql }) =>
    (await readUnproven(sql)).map(({ id, name }) => ({
      code: 'crmConnectionWithoutSecret',
      text: `The connection "${name}" has no secret, so all that its CRM posts is refused: PUT /v1/crm-connections/${id} with a secret.`,
    })),
};
