import 'reflect-metadata';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { FirstStartService } from './admin/first-start/first-start.service.js';
import { AppModule } from './app.module.js';
import { guardRoutes } from './auth/auth.guard.js';
import { AuthService } from './auth/auth.service.js';
import { gateRoutes } from './auth/gate.guard.js';
import { queueStrangers } from './auth/strangers.guard.js';
import { LedgerStore } from './events/ledger.store.js';
import { PartitionSweep } from './events/partition.sweep.js';
import { refuseUnknownAddresses } from './platform/http/addresses.js';
import { answerHealthOnly, httpAdapter, prepareHttp } from './platform/http/http.js';
import { measureRequests } from './platform/http/server.js';
import { FilesInFolder, serveFiles, TextsInMemory } from './platform/http/stored-files.js';
import type { Environment } from './platform/running/environment.js';
import { programFolder } from './platform/running/files.js';
import { JsonLog } from './platform/running/log.js';
import { SystemTime, type TimeSource } from './platform/running/time-source.js';
import { calibrateFirst } from './platform/running/time-source.sweep.js';
import { Database } from './platform/sql/database.js';
import { StrangersLine } from './platform/strangers/strangers-line.js';

export interface Application {
  readonly app: NestFastifyApplication;
  /** Only at the very first start, when it is created. */
  readonly firstAdminKey: string | null;
  close(): Promise<void>;
}

/** Assembles the application on a migrated database; it does not listen yet. */
export async function createApplication(parts: {
  environment: Environment;
  time: TimeSource;
  databaseUrl: string;
}): Promise<Application> {
  const { environment, time } = parts;
  const database = await Database.open(parts.databaseUrl);
  const log = new JsonLog(environment.logLevel);
  if (time instanceof SystemTime) await calibrateFirst(time, database, log);
  const strangers = new StrangersLine();
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.of({ environment, time, database, log }),
    httpAdapter(strangers),
    {
      bodyParser: false,
      abortOnError: false,
      logger: log,
    },
  );
  await prepareHttp(app);
  queueStrangers(app, strangers);
  refuseUnknownAddresses(app.getHttpAdapter().getInstance() as unknown as FastifyInstance);
  measureRequests(app);
  if (environment.role === 'worker') answerHealthOnly(app);
  guardRoutes(app);
  gateRoutes(app);
  serveDocumentation(app);
  await app.get(LedgerStore).enterEpoch();
  await app.get(PartitionSweep).makeMonths();
  // Before the sweep starts, which reads settings that the first start writes.
  await app.get(FirstStartService).ensure();
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  const firstAdminKey = await app.get(AuthService).ensureAdminKey(environment.adminKey);
  return {
    app,
    firstAdminKey,
    close: async () => {
      await app.close();
      await database.close();
    },
  };
}

/**
 * Serves the documentation of the API: `/openapi.json` for programs, `/docs` for people, `/docs/try` to try it. A
 * bundle contains it as files. Otherwise a module that bundles omit renders it on demand from the routes.
 */
function serveDocumentation(app: NestFastifyApplication): void {
  const folder = join(programFolder(), 'documentation');
  const files = existsSync(folder)
    ? new FilesInFolder(folder)
    : new TextsInMemory(async () => new (await import('./documentation.js')).Documentation(app));
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  // Whoever opens the address of a node needs a starting point.
  fastify.get('/', ({ headers }, reply) => {
    const isPerson =
      headers.accept?.includes('text/html') === true && fastify.hasRoute({ method: 'GET', url: '/console' });
    return reply.header('vary', 'Accept').redirect(isPerson ? '/console' : '/docs');
  });
  serveFiles(
    fastify,
    ['/openapi.json', '/docs', '/docs/:page', '/docs/try', '/docs/try/:file', '/docs/:folder/:page'],
    files,
  );
}
