import autocannon from 'autocannon';
import { ADMIN_KEY, aLead, report } from './workbench.js';

/** Posts new leads one by one over 64 connections. */
const [, , url, seconds, round] = process.argv;
report({ url: url! });
let sent = 0;
const result = await autocannon({
  url: `${url}/v1/leads`,
  connections: 64,
  duration: Number(seconds),
  requests: [
    {
      method: 'POST',
      path: '/v1/leads',
      headers: { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' },
      setupRequest: (request) => {
        sent += 1;
        return { ...request, body: JSON.stringify(aLead(Number(round) * 100_000_000 + 20_000_000 + sent)) };
      },
    },
  ],
});
if (result.non2xx > 0 || result.errors > 0)
  throw new Error(`${result.non2xx} answers were no success, ${result.errors} requests failed`);
report({ perSecond: result.requests.average });
