// Locks folders without ever releasing them: node locks-folders.mjs <folder of the build> <folder>…
// Waits for the instant on stdin at which to begin, prints the folders that it locked, and waits to be killed.
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROUND_MS = 3;

const [built, ...folders] = process.argv.slice(2);
const { lockFolder } = await import(pathToFileURL(join(built, 'src', 'embedded-postgres', 'folder-lock.js')).href);
console.log(JSON.stringify('ready'));
const [begin] = await once(process.stdin, 'data');
const got = folders.filter((folder, round) => {
  // A busy wait: sleeping would wake the processes one after the other, and they have to collide.
  while (performance.timeOrigin + performance.now() < Number(begin) + round * ROUND_MS);
  try {
    return lockFolder(folder);
  } catch {
    return false;
  }
});
console.log(JSON.stringify(got));
