/**
 * Keeps the whole page in the browser, so that it works without a network after the first visit. One build at a time
 * serves the page: a new one is fetched beside it, whole or not at all, and takes over when somebody says so or the last
 * tab is gone. Built into `sw.js` with the list of files by scripts/serviceWorker.mjs.
 */
import { type BuildFile, cachePrefix, ENTRY, keptAddress, outdatedCaches } from './builds';

/** What the build fills in. */
declare const __BUILD__: { readonly id: string; readonly files: readonly BuildFile[] };

interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface AskEvent extends LifeEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Scope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: AskEvent) => void): void;
  addEventListener(type: 'message', listener: (event: LifeEvent & { readonly data: unknown }) => void): void;
}
// The types of the page have no service workers in them.
const worker = self as unknown as Scope;

const { id, files } = __BUILD__;
const scope = worker.registration.scope;
const prefix = cachePrefix(scope);
const own = prefix + id;
const paths = new Set(files.map(([path]) => path));
/** Files on their way at once: the page has something to fetch too. */
const AT_ONCE = 4;

worker.addEventListener('install', (event) => event.waitUntil(keepAll()));
worker.addEventListener('activate', (event) => event.waitUntil(takeOver()));
worker.addEventListener('message', (event) => {
  if (event.data === 'take over') event.waitUntil(worker.skipWaiting());
});
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const asked = { url: request.url, method: request.method, isNavigation: request.mode === 'navigate' };
  const address = keptAddress(asked, scope, paths);
  if (address !== undefined) event.respondWith(answer(address, request));
});

/** All files, or none: a part of a build is worse than the one before. */
async function keepAll(): Promise<void> {
  const kept = await caches.open(own);
  const waiting = [...files];
  const next = async (): Promise<void> => {
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) await keep(kept, file);
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  } catch (error) {
    await caches.delete(own);
    throw error;
  }
}

/** A file whose name carries its hash is the same in every build; of the others it is checked that they are of this one. */
async function keep(kept: Cache, [path, integrity]: BuildFile): Promise<void> {
  const address = new URL(path === ENTRY ? '' : path, scope).href;
  const known = integrity === undefined ? await fromCaches(address) : undefined;
  const request =
    integrity === undefined ? new Request(address) : new Request(address, { integrity, cache: 'no-cache' });
  const response = known ?? (await fetch(request));
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  await kept.put(address, response);
}

async function takeOver(): Promise<void> {
  const outdated = outdatedCaches(await caches.keys(), own, prefix);
  await Promise.all(outdated.map((name) => caches.delete(name)));
  await worker.clients.claim();
}

async function answer(address: string, request: Request): Promise<Response> {
  return (await fromCaches(address)) ?? fetch(request);
}

/** Of this build, else of the one before: its names are its own. */
async function fromCaches(address: string): Promise<Response | undefined> {
  const names = (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== own);
  for (const name of [own, ...names.toReversed()]) {
    const found = await caches.match(address, { cacheName: name, ignoreVary: true });
    if (found !== undefined) return found;
  }
  return undefined;
}
