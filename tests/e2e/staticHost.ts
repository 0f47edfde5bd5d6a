/** A web server as people who host the page have it: files below a path, the headers of public/_headers, and new versions now and then. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { headerRules, headersAt } from '../../scripts/hostHeaders.mjs';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
  '.ttf': 'font/ttf',
};
const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

export interface StaticHost {
  /** Ends with a slash. */
  readonly address: string;
  /** From now on another build is served, whose page differs by the name that it gives itself. */
  deploy(name: string): void;
  close(): Promise<void>;
}

/** Serves the build in `folder` below `path`, which begins and ends with a slash. */
export async function hostAt(path: string, folder: string): Promise<StaticHost> {
  const rules = headerRules(readFileSync(join(folder, '_headers'), 'utf8'));
  let name: string | undefined;
  const server = createServer((request, response) => {
    const asked = (request.url ?? '').replace(/[?#].*$/, '');
    const below = asked.startsWith(path) ? asked.slice(path.length) : '..';
    const file = join(folder, below === '' ? 'index.html' : below);
    if (below.includes('..') || !existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('content-type', TYPES[extname(file)] ?? 'application/octet-stream');
    for (const [header, value] of headersAt(rules, `/${below}`)) response.setHeader(header, value);
    const content = readFileSync(file);
    response.end(name === undefined ? content : asIn(name, below, content));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // It listens on a port, not on a pipe.
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const asIn = (build: string, file: string, content: Buffer): Buffer | string => {
    const named = page.replace('<title>', `<meta name="build" content="${build}"><title>`);
    if (file === '') return named;
    return file === 'sw.js'
      ? content
          .toString()
          .replace(hash(page), hash(named))
          .replace(/id:`\w+`/, `id:\`${build}\``)
      : content;
  };
  return {
    address: `http://localhost:${port}${path}`,
    deploy: (build) => {
      name = build;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
