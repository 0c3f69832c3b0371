import { Controller, Get } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Scopes } from '../auth/auth.guard.js';
import { DirectoryService } from '../directory/directory.service.js';
import { Answers } from '../platform/checked-input.js';
import { odditiesIn } from './oddities.js';
import { missingIn } from './readiness.js';
import { SetupSchema } from './setup.schema.js';

@ApiTags('Settings')
@Controller('v1/setup')
export class SetupController {
  constructor(private readonly directories: DirectoryService) {}

  @Get()
  @Scopes('read')
  @Answers(200, 'What is missing before leads can be served, in plain words', SetupSchema)
  async read() {
    const { content } = await this.directories.now();
    const missing = missingIn(content);
    return { ready: missing.length === 0, missing, warnings: odditiesIn(content) };
  }
}
