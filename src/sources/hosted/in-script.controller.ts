import { readFileSync } from 'node:fs';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { NoKeyNeeded } from '../../auth/auth.guard.js';
import { findBuilt } from '../../platform/running/files.js';
import { MS_PER_HOUR, MS_PER_SECOND } from '../../platform/values/duration.js';

const CACHED_SECONDS = MS_PER_HOUR / MS_PER_SECOND;
const NOT_BUILT = '/* It is not built: npm run build makes it, and npm start does so by itself. */\n';

/** The script for the pages of a company (`web/in.ts`). */
@ApiExcludeController()
@Controller('in.js')
export class InScriptController {
  private readonly script: string;

  constructor() {
    const built = findBuilt('in.js');
    this.script = built === undefined ? NOT_BUILT : readFileSync(built, 'utf8');
  }

  @Get()
  @NoKeyNeeded()
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', `public, max-age=${CACHED_SECONDS}`)
  // Pages of other sites load it.
  @Header('cross-origin-resource-policy', 'cross-origin')
  read(): string {
    return this.script;
  }
}
