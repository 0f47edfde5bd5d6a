/**
 * Writes generated/kubectlHelp.json: the help pages of src/kubectl/help/pages by the words after `kubectl`
 * (`rollout status` for `rollout.status.txt`, nothing for `kubectl.txt`). One file loads faster than a hundred.
 */
import { readdir, readFile } from 'node:fs/promises';
import { writeGenerated } from './generated.mjs';

const root = new URL('../', import.meta.url);
const folder = new URL('src/kubectl/help/pages/', root);

const names = (await readdir(folder)).filter((name) => name.endsWith('.txt')).sort();
/** @type {Record<string, string>} */
const pages = {};
for (const name of names) {
  const words = name === 'kubectl.txt' ? '' : name.slice(0, -'.txt'.length).replaceAll('.', ' ');
  pages[words] = await readFile(new URL(name, folder), 'utf8');
}
const text = JSON.stringify(pages);
await writeGenerated('kubectlHelp.json', text);
console.log(`${names.length} help pages: kubectlHelp.json ${Math.round(text.length / 1024)} KiB`);
