import type { SetupWarning } from '../../directory/setup-checks.js';
import type { NotificationType } from '../../notifications/notification.js';
import { type Instant, toIso } from '../../platform/duration.js';
import { Registry } from '../../platform/registry.js';

/** A tool of receivers, a CRM or the mail server, that something could not be handed to for a while. */
export interface FailingTool {
  readonly id: string;
  readonly name: string;
  /** So much waits for it. */
  readonly count: number;
  /** Since when the oldest of that waits. */
  readonly since: Instant;
  /** What was said last of one of them, without anything that stands in a form. */
  readonly why: string;
}

/** By what tools of a kind are reached, and how it is known that one is not. */
export interface WayToTool {
  readonly kind: string;
  /** Of what the setup warns of, and what alarms tell. */
  readonly code: string;
  readonly alarm: NotificationType;
  /**
   * SQL for the tool (`id`), when it began (`begun_at`) and why (`failure`) of what could not be written: what is refused, or
   * was given up, as well as what is still tried. What waits for something that its own request asks for is no fault of the
   * tool.
   */
  readonly trouble: string;
  /** SQL for the `id` and the `name` of all tools. */
  readonly tools: string;
  /** SQL for when something has reached the tool last, by `tool.id`. */
  readonly reachedAt: string;
  /** Since when is said behind it. */
  said(tool: FailingTool): string;
  /** What somebody does about it. */
  mend(tool: FailingTool): string;
}

export const WAYS_TO_TOOLS = new Registry<WayToTool>();

export function wayOf(kind: string): WayToTool {
  return WAYS_TO_TOOLS.all.find((way) => way.kind === kind)!;
}

/** That nothing reaches them. */
export function failingIn({ code, said, mend }: WayToTool, tools: readonly FailingTool[]): SetupWarning[] {
  return tools.map((tool) => {
    const why = [tool.why, mend(tool)].filter((each) => each !== '').join(' ');
    return { code, text: `${said(tool)} since ${toIso(tool.since)}. ${why}.` };
  });
}
