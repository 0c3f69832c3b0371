import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { NoKeyNeeded } from '../../auth/auth.guard.js';
import { MalformedRequestError } from '../../platform/input/refusal.js';
import { SIGNATURE, TIMESTAMP } from './slack-press.js';
import { SlackPresses } from './slack-presses.service.js';

/** Receives presses of buttons from Slack. Excluded from the API's document, as only Slack can sign a request. */
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
