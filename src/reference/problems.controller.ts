import { Controller, Get, Header } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { NoKeyNeeded } from '../auth/auth.guard.js';
import { Answers, Operation } from '../platform/http/operation.js';
import { readProgramFile } from '../platform/running/files.js';
import { problemsPage } from './pages.js';

@ApiTags('Operation')
@Controller('problems')
export class ProblemsController {
  /** Rendered on first use, because that takes as long as loading a package. */
  private page: string | undefined;

  @Get()
  @NoKeyNeeded()
  @Header('content-type', 'text/html; charset=utf-8')
  @Operation('getProblems', 'Look up a problem', {
    description: 'The page to which the `type` of every problem points.',
  })
  @Answers(200, 'A page with a heading for each.', undefined, { textTypes: ['text/html'] })
  read(): string {
    this.page ??= problemsPage(readProgramFile('docs', 'problems.md'));
    return this.page;
  }
}
