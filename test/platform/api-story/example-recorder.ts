import type { TestApplication } from '../../support/application.js';
import type { Story } from '../../support/story.js';

/** What every part of the story receives. */
export interface Teller {
  readonly app: TestApplication;
  readonly tell: Story['tell'];
}
