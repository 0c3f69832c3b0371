import type { SetupCheck } from '../directory/setup-checks.js';

/** More than that need not be counted. */
const COUNTED_MAX = 10_000;

/** Counts open leads that were brought along and wait for no wave. An index has them. */
const LEFT = `select count(*)::int as leads from (
  select from lead
   where status = 'open' and cycle = 0 and not test
     and not exists (select from wave_lead where wave_lead.lead_id = lead.id)
   limit ${COUNTED_MAX + 1}) as found`;

/** Says of how many open leads nothing is promised, until they have a promise or are closed. */
export const WAVE_CHECK: SetupCheck = {
  codes: ['leadsWithoutPromise'],
  find: async ({ sql }) => {
    const leads = await sql.value<number>(LEFT, [], 'waves-left');
    if (leads === 0) return [];
    const many = leads > COUNTED_MAX ? `More than ${COUNTED_MAX.toLocaleString('en')}` : leads.toLocaleString('en');
    const are =
      leads === 1
        ? 'open lead that an import has brought along has'
        : 'open leads that imports have brought along have';
    const text = `${many} ${are} no promise: give them one in waves (POST /v1/leads/activate), or close them.`;
    return [{ code: 'leadsWithoutPromise', text }];
  },
};
