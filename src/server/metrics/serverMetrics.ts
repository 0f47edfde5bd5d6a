/**
 * `/metrics` of a served cluster: requests over HTTP are counted on their way, objects in the store. The requests of the
 * simulated components pass by another way and are not counted.
 * Models staging/src/k8s.io/apiserver/pkg/endpoints/metrics/metrics.go and pkg/storage/etcd3/metrics (v1.36.3).
 * Left out: histograms of times and sizes, and whatever this server does not have: queues, caches, Go's runtime.
 */
import { kinds } from '../../api/kinds';
import type { Call } from '../../apiserver/call';
import { customGroups } from '../../apiserver/customresources/routes';
import { serverVersion } from '../../api/meta/serverVersion';
import type { Metrics } from '../../apiserver/metrics';
import { storagePrefix } from '../../apiserver/storageKey';
import type { ApiRequest, ApiResponse, Transport } from '../../client/transport';
import { exposition, type Family, type Sample } from './exposition';
import { isMutating, labelsOf, type RequestLabels } from './requestLabels';

/** Counts what passes a transport, and tells of it. */
export class ServerMetrics implements Metrics {
  readonly #requests = new Counter();
  readonly #events = new Counter();
  readonly #running = new Counter();
  readonly #inFlight = { readOnly: 0, mutating: 0 };
  readonly #startedAtMs: number;

  /** `startedAtMs`: when the process began, by the wall clock. */
  constructor(startedAtMs: number) {
    this.#startedAtMs = startedAtMs;
  }

  /** The same transport, with its requests counted. */
  counted(transport: Transport): Transport {
    return {
      request: async (request) => {
        const kind = isMutating(request) ? 'mutating' : 'readOnly';
        this.#inFlight[kind] += 1;
        try {
          const response = await transport.request(request);
          this.#count(request, response.code);
          return response;
        } finally {
          this.#inFlight[kind] -= 1;
        }
      },
      watch: (request, onEvent) => {
        const labels = labelsOf(request);
        const end = this.#started(labels);
        const sent = labels === undefined ? undefined : this.#events.sample(resourceOf(labels));
        let refusal: number | undefined;
        const stop = transport.watch(request, (event) => {
          if (event.type === 'ERROR') refusal = event.object.code ?? 500;
          else if (sent !== undefined) sent.value += 1;
          onEvent(event);
        });
        return () => {
          if (end()) this.#count(request, refusal ?? 200);
          stop();
        };
      },
      stream: (request, handlers) => {
        const end = this.#started(labelsOf(request));
        const over = (response: ApiResponse): void => {
          if (end()) this.#count(request, response.code);
        };
        const stream = transport.stream(request, {
          ...handlers,
          onEnd: (response) => {
            over(response);
            handlers.onEnd(response);
          },
        });
        return {
          send: (message) => stream.send(message),
          close: () => {
            over({ code: 200, body: '' });
            stream.close();
          },
        };
      },
    };
  }

  text(call: Call): string {
    return exposition([
      {
        name: 'apiserver_request_total',
        help: '[STABLE] Counter of apiserver requests broken out for each verb, dry run value, group, version, resource, scope, component, and HTTP response code.',
        type: 'counter',
        samples: this.#requests.samples(),
      },
      {
        name: 'apiserver_longrunning_requests',
        help: '[STABLE] Gauge of all active long-running apiserver requests broken out by verb, group, version, resource, scope and component. Not all requests are tracked this way.',
        type: 'gauge',
        samples: this.#running.samples(),
      },
      {
        name: 'apiserver_watch_events_total',
        help: '[ALPHA] Number of events sent in watch clients',
        type: 'counter',
        samples: this.#events.samples(),
      },
      {
        name: 'apiserver_current_inflight_requests',
        help: '[STABLE] Maximal number of currently used inflight request limit of this apiserver per request kind in last second.',
        type: 'gauge',
        samples: Object.entries(this.#inFlight).map(([kind, value]) => ({ labels: { request_kind: kind }, value })),
      },
      ...objectFamilies(call),
      buildInfo,
      {
        name: 'process_start_time_seconds',
        help: 'Start time of the process since unix epoch in seconds.',
        type: 'gauge',
        samples: [{ labels: {}, value: this.#startedAtMs / 1000 }],
      },
    ]);
  }

  #count(request: ApiRequest, code: number): void {
    const labels = labelsOf(request);
    if (labels !== undefined) this.#requests.add({ ...labels, code: String(code) });
  }

  /** Notes a request that lasts; what comes back ends it, once. */
  #started(labels: RequestLabels | undefined): () => boolean {
    const { dry_run: _unsaid, ...told } = labels ?? { dry_run: '' };
    if (labels !== undefined) this.#running.add(told);
    let isRunning = true;
    return () => {
      const wasRunning = isRunning;
      if (isRunning && labels !== undefined) this.#running.add(told, -1);
      isRunning = false;
      return wasRunning;
    };
  }
}

interface MutableSample {
  readonly labels: Sample['labels'];
  value: number;
}

/** Numbers by their labels. */
class Counter {
  readonly #samples = new Map<string, MutableSample>();

  add(labels: object, by = 1): void {
    this.sample(labels).value += by;
  }

  /** The number of `labels`, to be changed in place. */
  sample(labels: object): MutableSample {
    const all = labels as Sample['labels']; // Every caller gives texts by name.
    const key = JSON.stringify(all);
    let known = this.#samples.get(key);
    if (known === undefined) {
      known = { labels: all, value: 0 };
      this.#samples.set(key, known);
    }
    return known;
  }

  samples(): readonly Sample[] {
    return [...this.#samples.values()];
  }
}

function resourceOf({ group, resource, version }: RequestLabels): object {
  return { group, resource, version };
}

/** How many objects of each resource there are. */
function objectFamilies({ backend }: Call): readonly Family[] {
  const count = (prefix: string) => backend.store.list(prefix).entries.length;
  const custom = [...customGroups(backend.store).values()].flatMap((versions) =>
    versions.flatMap(({ resources }) => resources.map(({ info, kind }) => ({ info, kind }))),
  );
  const all = [...Object.values(kinds).map((info) => ({ info, kind: info.kind })), ...custom].map(
    ({ info: { group, plural }, kind }) => ({ group, plural, value: count(storagePrefix(kind)) }),
  );
  // kubeloop's own kind is there once somebody uses it.
  const shown = all.filter(({ group, value }) => value > 0 || group !== kinds.Image.group);
  const isOnce = new Map(shown.map((each) => [`${each.plural}.${each.group}`, each]));
  return [
    {
      name: 'apiserver_resource_objects',
      help: '[ALPHA] Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.',
      type: 'gauge',
      samples: [...isOnce.values()].map(({ group, plural, value }) => ({ labels: { group, resource: plural }, value })),
    },
    {
      name: 'apiserver_storage_objects',
      help: '[STABLE] (Deprecated since 1.34.0) [DEPRECATED, consider using apiserver_resource_objects instead] Number of stored objects at the time of last check split by kind. In case of a fetching error, the value will be -1.',
      type: 'gauge',
      samples: [...isOnce.values()].map(({ group, plural, value }) => ({
        labels: { resource: group === '' ? plural : `${plural}.${group}` },
        value,
      })),
    },
  ];
}

const { gitVersion, gitCommit, gitTreeState, buildDate, goVersion, compiler, platform, major, minor } = serverVersion;

const buildInfo: Family = {
  name: 'kubernetes_build_info',
  help: "[BETA] A metric with a constant '1' value labeled by major, minor, git version, git commit, git tree state, build date, Go version, and compiler from which Kubernetes was built, and platform on which it is running.",
  type: 'gauge',
  samples: [
    {
      labels: {
        build_date: buildDate,
        compiler,
        git_commit: gitCommit,
        git_tree_state: gitTreeState,
        git_version: gitVersion,
        go_version: goVersion,
        major,
        minor,
        platform,
      },
      value: 1,
    },
  ],
};
