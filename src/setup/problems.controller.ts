import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { NoKeyNeeded } from '../auth/auth.guard.js';
import { Answers } from '../platform/checked-input.js';
import { programFolder } from '../platform/program-folder.js';
import { problemsPage } from './problems-page.js';

@ApiTags('Operation')
@Controller('problems')
export class ProblemsController {
  private readonly page = problemsPage(readFileSync(join(programFolder(), 'docs', 'problems.md'), 'utf8'));

  @Get()
  @NoKeyNeeded()
  @Header('content-type', 'text/html; charset=utf-8')
  @Answers(200, 'What each problem means: where the `type` of a problem points to', undefined, ['text/html'])
  read(): string {
    return this.page;
  }
}
