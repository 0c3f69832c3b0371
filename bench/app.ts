import { createInterface } from 'node:readline';
import { createApplication } from '../src/application.js';
import { Engine } from '../src/engine/engine.service.js';
import { SteppedTime, SystemTime } from '../src/platform/running/time-source.js';
import { MS_PER_HOUR } from '../src/platform/values/duration.js';
import { ReportFacts } from '../src/reporting/facts/report-facts.service.js';
import { ADMIN_KEY, report } from './workbench.js';

/*
 * The application as a player. `app.js URL standing` has a clock that moves and sweeps only on command; `app.js URL
 * running` is the program as it runs. A third argument is the URL of its mail server.
 * It reads the commands `move <instant>`, `sweep`, `usage`, `look <times>` and `untouched`, one a line, and answers all
 * but the first and the last with a line of JSON. `untouched` writes the facts of leads without events. Later versions
 * drive this one by the same protocol (`npm run bench -- --against`), so commands keep their meaning, and new
 * benchmarks add commands.
 */
const [, , databaseUrl, mode, smtpUrl] = process.argv;
const time = mode === 'standing' ? new SteppedTime(Date.now()) : new SystemTime();
const { app } = await createApplication({
  environment: {
    port: 0,
    host: '127.0.0.1',
    databaseUrl: databaseUrl!,
    dataDir: '',
    adminKey: ADMIN_KEY,
    role: mode === 'standing' ? 'api' : 'all',
    logLevel: 'error',
    drainMs: 0,
    // For webhooks to a sink beside it.
    secretsKey: new Uint8Array(32),
    privateHosts: new Set(['127.0.0.1']),
    ...(smtpUrl !== undefined && { smtpUrl, mailFrom: 'Touchline <leads@example.com>' }),
  },
  time,
  databaseUrl: databaseUrl!,
});
await app.listen(0, '127.0.0.1');
report({ url: await app.getUrl(), now: String(time.now()) });

for await (const line of createInterface(process.stdin)) {
  const [command, value] = line.split(' ');
  const startedMs = performance.now();
  if (command === 'move') (time as SteppedTime).moveTo(Number(value));
  if (command === 'sweep') {
    await app.get(Engine).settle();
    report({ ms: performance.now() - startedMs });
  }
  if (command === 'untouched') await app.get(ReportFacts).settleUntouched(time.now() + MS_PER_HOUR);
  if (command === 'usage') {
    const { user, system } = process.cpuUsage();
    report({ cpuMs: (user + system) / 1_000, rssMb: process.memoryUsage.rss() / 1_048_576 });
  }
  if (command === 'look') {
    const engine = app.get(Engine);
    const times: number[] = [];
    for (let look = 0; look < Number(value); look += 1) {
      const before = performance.now();
      await engine.settle();
      times.push(performance.now() - before);
    }
    report({ times });
  }
}
