import { Injectable } from '@nestjs/common';
import { Slack } from '../../platform/outbound/slack.js';

/** Caches the workspace of each bot. A bot never changes its workspace, so Slack is asked once. */
@Injectable()
export class SlackWorkspaces {
  private readonly known = new Map<string, Promise<string | null>>();

  constructor(private readonly slack: Slack) {}

  /** @returns null if Slack does not say; the next call asks again */
  async of(botToken: string): Promise<string | null> {
    const asking = this.known.get(botToken) ?? this.slack.workspaceOf(botToken);
    this.known.set(botToken, asking);
    const workspace = await asking;
    if (workspace === null) this.known.delete(botToken);
    return workspace;
  }

  keep(botTokens: readonly string[]): void {
    for (const token of this.known.keys()) if (!botTokens.includes(token)) this.known.delete(token);
  }
}
