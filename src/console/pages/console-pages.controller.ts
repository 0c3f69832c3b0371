import { Controller, Get, Header, Redirect } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { NoKeyNeeded } from '../../auth/auth.guard.js';
import { Environment } from '../../platform/environment.js';
import { readProgramFile } from '../../platform/stored-files.js';

const NO_CACHE = 'no-cache';

/** Pages for people, no part of the API. What they show and do they ask of the API, as whoever is logged in. */
@ApiExcludeController()
@Controller('console')
export class ConsolePagesController {
  private readonly page: string;
  private readonly script = readProgramFile('public', 'login.js');

  constructor({ oidcIssuer, oidcName }: Environment) {
    const template = readProgramFile('templates', 'pages', 'login.html');
    // Neither a host nor the name holds a sign that means something in HTML.
    const byProvider =
      oidcIssuer === undefined
        ? ''
        : `<p><a id="by-provider" href="/v1/session/oidc">Log in with ${oidcName ?? new URL(oidcIssuer).host}</a></p>`;
    this.page = template.replace('<!-- by a provider -->', () => byProvider);
  }

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
