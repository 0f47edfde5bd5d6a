/** A server over a store with what every cluster comes with, and the namespaces and accounts that tests need. For tests only. */
import type { ApiRequest, ApiResponse, Method } from '../client/transport';
import type { Instant } from '../sim/clock';
import { Kernel } from '../sim/kernel';
import { MemoryStore } from '../storage/store';
import { yamlCodec } from './yamlCodec';
import columnDescriptions from './tables/columnDescriptions.json';
import { loadApply } from './apply/lateApply';
import { type ApiServer, type ApiServerOptions, createApiServer } from './apiServer';
import { placeBootstrapObjects } from './bootstrap/placement';

/** The server, its kernel and store, and a shorthand for requests. */
export interface TestServer {
  readonly kernel: Kernel;
  readonly store: MemoryStore;
  readonly server: ApiServer;
  /** Sends a request; `path` may carry a query. */
  send(method: Method, path: string, body?: unknown, contentType?: string): Promise<ApiResponse>;
}

/** Starts at 2026-11-21T08:00:00Z with the namespaces default and demo, each with its default account. */
export async function testServer(options: Partial<ApiServerOptions> = {}): Promise<TestServer> {
  const kernel = new Kernel({ startAt: 1795248000000 as Instant, seed: 1 });
  const store = new MemoryStore(kernel);
  const settings = { defaultTolerationSeconds: 300 };
  const server = createApiServer({
    clock: kernel.clock,
    state: kernel.state,
    store,
    settings,
    yaml: yamlCodec,
    columnDescriptions: () => columnDescriptions,
    ...options,
  });
  kernel.register(server);
  await loadApply();
  const send = (method: Method, path: string, body?: unknown, contentType?: string): Promise<ApiResponse> =>
    server.request(requestOf(method, path, body, contentType));
  placeBootstrapObjects(store, kernel.clock.now());
  for (const name of ['default', 'demo']) {
    await send('POST', '/api/v1/namespaces', { metadata: { name } });
    await send('POST', `/api/v1/namespaces/${name}/serviceaccounts`, { metadata: { name: 'default' } });
  }
  return { kernel, store, server, send };
}

/** A request out of a path with a query, as it stands in the first line of an HTTP exchange. */
export function requestOf(method: Method, path: string, body?: unknown, contentType?: string): ApiRequest {
  const [bare = '', search = ''] = path.split('?');
  const pairs = search.split('&').filter((pair) => pair !== '');
  const query = Object.fromEntries(
    pairs.map((pair) => {
      const [key = '', ...value] = pair.split('=');
      return [key, decodeURIComponent(value.join('=').replace(/\+/g, ' '))];
    }),
  );
  return {
    method,
    path: bare,
    ...(pairs.length === 0 ? {} : { query }),
    ...(contentType === undefined ? {} : { headers: { 'content-type': contentType } }),
    ...(body === undefined ? {} : { body }),
  };
}
