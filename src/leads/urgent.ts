/** Where more leads match, they are not counted. */
export const COUNT_MAX = 100_000;
