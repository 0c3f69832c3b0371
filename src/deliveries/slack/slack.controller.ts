import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { NoKeyNeeded } from '../../auth/auth.guard.js';
import { MalformedRequestError } from '../../platform/refusal.js';
import { SIGNATURE, TIMESTAMP } from './slack-press.js';
import { SlackPresses } from './slack-presses.service.js';

/** Where Slack says that somebody pressed a button. It is in no document of the API: nobody else can ask here. */
@ApiExcludeController()
@Controller('v1/slack')
export class SlackController {
  constructor(private readonly presses: SlackPresses) {}

  @Post('interactions')
  @HttpCode(200)
  @NoKeyNeeded({ door: SlackPresses, takesForms: true })
  async interactions(
    @Body() body: unknown,
    @Headers(TIMESTAMP) timestamp = '',
    @Headers(SIGNATURE) signature = '',
  ): Promise<void> {
    if (typeof body !== 'string') throw new MalformedRequestError('Expected a form.');
    await this.presses.take({ body, timestamp, signature });
  }
}
