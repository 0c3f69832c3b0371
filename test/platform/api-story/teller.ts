import type { TestApplication } from '../../support/application.js';
import type { Story } from '../../support/story.js';

/** Who tells a part of the story, and of what. */
export interface Teller {
  readonly app: TestApplication;
  readonly tell: Story['tell'];
}
