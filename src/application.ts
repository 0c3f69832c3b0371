import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { guardRoutes } from './auth/auth.guard.js';
import { AuthService } from './auth/auth.service.js';
import { gateRoutes } from './auth/gate.guard.js';
import { SCOPES } from './auth/scope.js';
import { entities } from './entities.js';
import { LedgerStore } from './events/ledger.store.js';
import { PartitionSweep } from './events/partition.sweep.js';
import { Database } from './platform/database.js';
import { type Environment, readEnvironment } from './platform/environment.js';
import { answerHealthOnly, httpAdapter, prepareHttp } from './platform/http.js';
import { JsonLog } from './platform/log.js';
import { apiDocument, documentApi, type Reference } from './platform/openapi.js';
import { readProgramFile } from './platform/program-folder.js';
import { SteppedTime, SystemTime, type TimeSource } from './platform/time-source.js';
import { calibrate } from './platform/time-source.sweep.js';
import type { ApiDocument } from './reference/document.js';
import { GROUPS, introductionOf } from './reference/groups.js';
import { referencePages } from './reference/pages.js';
import { FirstStartService } from './setup/first-start.service.js';

export interface Application {
  readonly app: NestFastifyApplication;
  /** Only at the very first start: shown once and kept nowhere. */
  readonly firstAdminKey: string | null;
  close(): Promise<void>;
}

/** Puts the application together on a migrated database; it does not listen yet. */
export async function createApplication(parts: {
  environment: Environment;
  time: TimeSource;
  databaseUrl: string;
}): Promise<Application> {
  const { environment, time } = parts;
  const database = await Database.open(parts.databaseUrl, entities);
  if (time instanceof SystemTime) await calibrate(time, database);
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.of({ environment, time, database }),
    httpAdapter(),
    {
      bodyParser: false,
      abortOnError: false,
      logger: new JsonLog(environment.logLevel),
    },
  );
  await prepareHttp(app);
  if (environment.role === 'worker') answerHealthOnly(app);
  guardRoutes(app);
  gateRoutes(app);
  serveDocuments(app);
  await app.get(LedgerStore).enterEpoch();
  await app.get(PartitionSweep).makeMonths();
  // Before the sweep starts: it reads settings that the first start writes.
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

/** The document of the API, as the program serves it: without a database, because nothing is started. */
export async function describeApi(): Promise<object> {
  const parts = { environment: readEnvironment({}), time: new SteppedTime(0), database: {} as Database };
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(parts), httpAdapter(), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
  return apiDocument(app, reference());
}

/** The document of the API for programs, and for people as pages. */
function serveDocuments(app: NestFastifyApplication): void {
  documentApi(app, {
    ...reference(),
    pagesOf: (document) => referencePages(document as unknown as ApiDocument),
    files: {
      'reference.css': 'text/css',
      'action.css': 'text/css',
      'handoff.css': 'text/css',
      'reference.js': 'text/javascript',
    },
  });
}

function reference(): Reference {
  return {
    introduction: introductionOf(readProgramFile('docs', 'api.md'), readProgramFile('README.md')),
    groups: GROUPS,
    scopes: SCOPES,
  };
}
