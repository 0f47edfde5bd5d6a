/** The built page, as files that are known by name: no path of a request ever reaches the disk. */
import { createReadStream, existsSync, readdirSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';

/** The files of a built page by their path below it. */
export type PageFiles = ReadonlyMap<string, string>;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
};

/** As public/_headers has it, but that no other page may frame one that can write. */
export const POLICY =
  "default-src 'none'; script-src 'self'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; " +
  "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; manifest-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

/** What is in `folder`; undefined if no page has been built there. */
export function readPage(folder: string): PageFiles | undefined {
  if (!existsSync(join(folder, 'index.html'))) return undefined;
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [relative(folder, path).split(sep).join('/'), path]));
}

/** Answers with the file at `path` (without its slash in front), or with 404. */
export function sendFile(files: PageFiles, path: string, isHead: boolean, outgoing: ServerResponse): void {
  const file = files.get(path === '' ? 'index.html' : path);
  if (file === undefined) {
    outgoing.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('there is no such file\n');
    return;
  }
  outgoing.writeHead(200, {
    'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
    // Names of built files change with their content.
    'cache-control': path.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-cache',
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  if (isHead) outgoing.end();
  else
    createReadStream(file)
      .on('error', () => outgoing.destroy())
      .pipe(outgoing);
}
