/**
 * Nobody but the page's own host is ever asked: finds, in what `vite build` wrote, addresses of other hosts that would be
 * fetched. Links, namespaces of XML and texts may name them. `node scripts/strangers.mjs [FOLDER]`; the default is dist.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';

const ADDRESS = String.raw`\s*["'\x60](?:(?:https?|wss?):)?\/\/[\w.$-][^"'\x60\s]*`;
/** What fetches, by the ending of the file. @type {Readonly<Record<string, readonly RegExp[]>>} */
const fetching = {
  '.js': [
    new RegExp(
      String.raw`\b(?:fetch|import|importScripts|sendBeacon|EventSource|WebSocket|SharedWorker|Worker|Request)\(${ADDRESS}`,
      'g',
    ),
    new RegExp(String.raw`\b(?:from|import)${ADDRESS}`, 'g'),
    new RegExp(String.raw`\.open\(\s*["'\x60][A-Z]+["'\x60]\s*,${ADDRESS}`, 'g'),
    new RegExp(String.raw`\.src\s*=${ADDRESS}`, 'g'),
    /@import\s*(?:url\()?["']?(?:https?:)?\/\/[^"')\s]+/g,
  ],
  '.css': [/(?:@import\s*|url\(\s*)["']?(?:https?:)?\/\/[^"')\s]+/g],
  '.html': [/<(?:script|link|img|iframe|source|video|audio)\b[^>]*\s(?:src|href)=["']?(?:https?:)?\/\/[^"'>\s]+/g],
  '.svg': [/<(?:image|use|script)\b[^>]*href=["'](?:https?:)?\/\/[^"']+/g],
  '.webmanifest': [/"(?:src|start_url|scope)":\s*"(?:https?:)?\/\/[^"]+/g],
};

/** One sentence for each address of somebody else. @param {readonly { path: string, text: string }[]} files */
export function strangersIn(files) {
  return files.flatMap(({ path, text }) =>
    (fetching[path.slice(path.lastIndexOf('.'))] ?? []).flatMap((pattern) =>
      [...text.matchAll(pattern)].map(([found]) => `${path}: would ask another host: ${found.slice(0, 120)}`),
    ),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = process.argv[2] ?? 'dist';
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path: relative(folder, path), text: readFileSync(path, 'utf8') }));
  const found = strangersIn(files);
  for (const sentence of found) console.error(sentence);
  console.log(`${files.length} files, ${found.length} addresses of other hosts that would be fetched`);
  process.exitCode = files.length > 0 && found.length === 0 ? 0 : 1;
}
