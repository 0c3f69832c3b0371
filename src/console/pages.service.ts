import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { FilesInFolder, serveFiles, type TextFile, TextsInMemory } from '../platform/http/stored-files.js';

const PAGE = '/console';
const NOT_BUILT: TextFile = {
  type: 'text/plain',
  text: 'The console is not built: npm run build makes it, and npm start does so by itself.\n',
};

/**
 * Serves the built app of `web/`. Its routes exist only in the browser: a path without an extension gets the page, and
 * a missing file gets 404, so that a page is never served as a script.
 */
@Injectable()
export class ConsolePages implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const folder = builtConsole();
    const files =
      folder === undefined ? new TextsInMemory(async () => ({ find: () => NOT_BUILT })) : new FilesInFolder(folder);
    const fastify = this.host.httpAdapter.getInstance() as FastifyInstance;
    serveFiles(fastify, [PAGE, `${PAGE}/*`], { find: (path) => files.find(extname(path) === '' ? PAGE : path) });
  }
}

/** Finds the build above the compiled or bundled sources. */
function builtConsole(): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'console', 'index.json'))) {
    if (dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
  return join(folder, 'console');
}
