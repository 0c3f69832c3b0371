import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule } from './app.module.js';
import { SCOPES } from './auth/scope.js';
import { httpAdapter } from './platform/http/http.js';
import { type TextFile, writeFiles } from './platform/http/stored-files.js';
import { apiDocument } from './platform/openapi/openapi.js';
import { readEnvironment } from './platform/running/environment.js';
import { listProgramFolder, readProgramFile } from './platform/running/files.js';
import { JsonLog } from './platform/running/log.js';
import { SteppedTime } from './platform/running/time-source.js';
import type { Database } from './platform/sql/database.js';
import type { ApiDocument } from './reference/document.js';
import { GROUPS, introductionOf } from './reference/groups.js';
import type { Guide } from './reference/guides.js';
import { referencePages, tryPage } from './reference/pages.js';

const HTML = 'text/html';
const CSS = 'text/css';
const SCRIPT = 'text/javascript';

/** Files in `public/` that pages load. Pages with actions load theirs from here as well. */
const PUBLIC: Readonly<Record<string, string>> = {
  '/docs/reference.css': CSS,
  '/docs/action.css': CSS,
  '/docs/handoff.css': CSS,
  '/docs/reference.js': SCRIPT,
  '/docs/try/try.css': CSS,
  '/docs/try/try.js': SCRIPT,
};
const SWAGGER_UI: Readonly<Record<string, string>> = {
  '/docs/try/swagger-ui.css': CSS,
  '/docs/try/swagger-ui-bundle.js': SCRIPT,
};

/** The documentation of the API by path; large parts are rendered on first use. */
export class Documentation {
  private readonly document: () => ApiDocument;
  private readonly pages: () => ReadonlyMap<string, string>;

  constructor(app: INestApplication) {
    this.document = once(() => documentOf(app));
    this.pages = once(() => referencePages(this.document(), guides()));
  }

  /** @returns undefined if there is nothing at the path */
  find(path: string): TextFile | undefined {
    if (path === '/openapi.json') return { type: 'application/json', text: JSON.stringify(this.document()) };
    if (path === '/docs/try') return { type: HTML, text: tryPage() };
    if (Object.hasOwn(PUBLIC, path)) return { type: PUBLIC[path]!, text: readProgramFile('public', nameOf(path)) };
    if (Object.hasOwn(SWAGGER_UI, path)) return { type: SWAGGER_UI[path]!, text: readSwaggerUi(nameOf(path)) };
    const page = this.pages().get(path.replace(/^\/docs\/?/, ''));
    return page === undefined ? undefined : { type: HTML, text: page };
  }

  all(): ReadonlyMap<string, TextFile> {
    const pages = [...this.pages().keys()].map((name) => (name === '' ? '/docs' : `/docs/${name}`));
    const paths = ['/openapi.json', '/docs/try', ...Object.keys(PUBLIC), ...Object.keys(SWAGGER_UI), ...pages];
    return new Map(paths.map((path) => [path, this.find(path)!]));
  }
}

/** Returns the OpenAPI document of the program; needs no database, because nothing is started. */
export async function describeApi(): Promise<ApiDocument> {
  return documentOf(await previewed());
}

/** Writes the documentation as files for a bundle to serve. */
export async function writeDocumentation(folder: string): Promise<void> {
  await writeFiles(folder, new Documentation(await previewed()).all());
}

function previewed(): Promise<INestApplication> {
  const parts = {
    environment: readEnvironment({}),
    time: new SteppedTime(0),
    database: {} as Database,
    log: new JsonLog('fatal'),
  };
  return NestFactory.create<NestFastifyApplication>(AppModule.of(parts), httpAdapter(), {
    preview: true,
    abortOnError: false,
    logger: false,
  });
}

function documentOf(app: INestApplication): ApiDocument {
  const reference = {
    introduction: introductionOf(readProgramFile('docs', 'api.md'), readProgramFile('docs', 'tour.md')),
    groups: GROUPS,
    scopes: SCOPES,
  };
  return apiDocument(app, reference) as unknown as ApiDocument;
}

function guides(): Guide[] {
  return listProgramFolder('docs')
    .filter((path) => path.endsWith('.md'))
    .map((path) => ({ path: `docs/${path}`, text: readProgramFile('docs', path) }));
}

function readSwaggerUi(name: string): string {
  return readFileSync(createRequire(import.meta.url).resolve(`swagger-ui-dist/${name}`), 'utf8');
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
