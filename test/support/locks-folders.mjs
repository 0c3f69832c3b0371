// Locks one folder after the other and never gives one free: node locks-folders.mjs <folder of the build> <folder>…
// Waits for an instant on stdin at which to begin, then tells which folders it got, then waits to be killed.
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROUND_MS = 3;

const [built, ...folders] = process.argv.slice(2);
const { lockFolder } = await import(pathToFileURL(join(built, 'src', 'embedded-postgres', 'folder-lock.js')).href);
console.log(JSON.stringify('ready'));
const [begin] = await once(process.stdin, 'data');
const got = folders.filter((folder, round) => {
  // Sleeping would wake the copies one after the other; they have to meet.
  while (performance.timeOrigin + performance.now() < Number(begin) + round * ROUND_MS);
  try {
    return lockFolder(folder);
  } catch {
    return false;
  }
});
console.log(JSON.stringify(got));
