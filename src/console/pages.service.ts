import { dirname, extname } from 'node:path';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { FilesInFolder, serveFiles, type TextFile, TextsInMemory } from '../platform/http/stored-files.js';
import { findBuilt } from '../platform/running/files.js';

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
    const index = findBuilt('console', 'index.json');
    const files =
      index === undefined
        ? new TextsInMemory(async () => ({ find: () => NOT_BUILT }))
        : new FilesInFolder(dirname(index));
    const fastify = this.host.httpAdapter.getInstance() as FastifyInstance;
    serveFiles(fastify, [PAGE, `${PAGE}/*`], { find: (path) => files.find(extname(path) === '' ? PAGE : path) });
  }
}
