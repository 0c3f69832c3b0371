// Runs the program of the last build in this process: it needs dist/ and the production packages, but no compiler.
import { importLatest } from './bundle.mjs';

await importLatest('main');
