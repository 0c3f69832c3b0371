import { Injectable } from '@nestjs/common';
import { Slack } from '../../platform/slack.js';

/** Knows in which workspaces bots of Slack are. A bot never moves to another one, so each is asked for once. */
@Injectable()
export class SlackWorkspaces {
  private readonly known = new Map<string, Promise<string | null>>();

  constructor(private readonly slack: Slack) {}

  /** @returns null where Slack does not say; it is asked again then */
  async of(botToken: string): Promise<string | null> {
    const asking = this.known.get(botToken) ?? this.slack.workspaceOf(botToken);
    this.known.set(botToken, asking);
    const workspace = await asking;
    if (workspace === null) this.known.delete(botToken);
    return workspace;
  }

  /** Forgets all bots but these. */
  keep(botTokens: readonly string[]): void {
    for (const token of this.known.keys()) if (!botTokens.includes(token)) this.known.delete(token);
  }
}
