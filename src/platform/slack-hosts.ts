/** Where Slack wants to be answered when somebody has pressed a button. */
export const SLACK_ANSWERS_HOST = 'hooks.slack.com';

/** All hosts to which requests to Slack go. */
export const SLACK_HOSTS: readonly string[] = ['slack.com', SLACK_ANSWERS_HOST];
