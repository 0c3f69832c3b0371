import { Controller, Get, Header, Redirect } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { NoKeyNeeded } from '../../auth/auth.guard.js';
import { readProgramFile } from '../../platform/stored-files.js';

const NO_CACHE = 'no-cache';

/** Pages for people, no part of the API. What they show and do they ask of the API, as whoever is logged in. */
@ApiExcludeController()
@Controller('console')
export class ConsolePagesController {
  private readonly page = readProgramFile('templates', 'pages', 'login.html');
  private readonly script = readProgramFile('public', 'login.js');

  @Get()
  @NoKeyNeeded()
  @Redirect('/console/login')
  first(): void {}

  @Get('login')
  @NoKeyNeeded()
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('cache-control', NO_CACHE)
  login(): string {
    return this.page;
  }

  @Get('login.js')
  @NoKeyNeeded()
  @Header('content-type', 'text/javascript; charset=utf-8')
  @Header('cache-control', NO_CACHE)
  loginScript(): string {
    return this.script;
  }
}
