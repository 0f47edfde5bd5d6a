/**
 * Who may import whom, as data, and the check of it. The same table stands in .oxlintrc.json, which tells while one
 * types; a test holds the two together.
 */
import type { SourceFile } from './sources';

interface Layer {
  /** Folders of src that it may import, besides itself. */
  readonly may: readonly string[];
  /** Single modules outside of `may`. */
  readonly except?: readonly string[];
}

/** Everything that is not the page: no DOM, no wall clock. */
export const engineLayers = [
  'sim',
  'api',
  'storage',
  'apiserver',
  'client',
  'component',
  'rules',
  'insight',
  'cel',
  'conditions',
  'controllers',
  'scheduler',
  'kubelet',
  'proxy',
  'dns',
  'ingress',
  'network',
  'addons',
  'tools',
  'cluster',
  'printers',
  'kubectl',
  'shell',
  'lessons',
  'manifests',
] as const;

const process: Layer = { may: ['component', 'rules', 'client', 'api', 'sim'] };

/** Folder of src to what it may import. A folder that is missing here is an error. */
export const layers: Readonly<Record<string, Layer>> = {
  sim: { may: [] },
  api: { may: [] },
  storage: { may: ['api', 'sim'] },
  apiserver: {
    may: ['storage', 'api', 'sim', 'client', 'printers', 'cel', 'rules'],
    except: ['src/component/profile'],
  },
  client: { may: ['api'] },
  // Sentences and links of the rules; the engine imports their keys alone, as types.
  rules: { may: [] },
  component: { may: ['rules', 'client', 'api', 'sim'] },
  controllers: process,
  scheduler: process,
  // What runs in containers: the network tools, CoreDNS, the ingress controllers.
  kubelet: { may: ['tools', 'dns', 'ingress', 'component', 'rules', 'client', 'api', 'sim'] },
  // Chains of causes, versions and marks, read from the trace and the store; controllers by their names.
  insight: {
    may: ['storage', 'apiserver', 'rules', 'client', 'api', 'sim'],
    except: ['src/controllers/registry', 'src/controllers/selection', 'src/cluster/heartbeat'],
  },
  // The expression language of Kubernetes; conditions in it, over the objects of a cluster.
  cel: { may: ['api'] },
  conditions: { may: ['cel', 'client', 'api'] },
  // kube-proxy; CoreDNS; ingress controllers; the network between pods, with policies, requests and their hops.
  proxy: process,
  dns: { may: ['client', 'api'] },
  ingress: { may: ['client', 'api'] },
  network: { may: ['tools', 'proxy', 'component', 'client', 'api', 'sim'] },
  // Objects of add-ons, as data.
  addons: { may: ['api'] },
  // curl, wget, nslookup, ping, ...: they ask the network and print, in a pod and on the learner's machine.
  tools: { may: ['client', 'api'] },
  cluster: {
    may: [
      'insight',
      'conditions',
      'rules',
      'storage',
      'apiserver',
      'client',
      'component',
      'controllers',
      'scheduler',
      'kubelet',
      'proxy',
      'network',
      'dns',
      'addons',
      'api',
      'sim',
    ],
  },
  // The API server answers with Tables, kubectl prints them where a server does not, the page shows the same words.
  printers: { may: ['api'] },
  kubectl: { may: ['client', 'api', 'printers'] },
  shell: { may: ['tools', 'addons', 'client', 'api', 'kubectl'] },
  lessons: { may: ['addons', 'client', 'api', 'kubectl', 'shell'] },
  app: { may: ['rules', 'manifests', 'addons', 'client', 'api', 'printers', 'kubectl', 'shell', 'lessons'] },
  // Copies of clusters; files are read and written as kubectl does it.
  manifests: {
    may: ['addons', 'client', 'api'],
    except: ['src/kubectl/resource/documents', 'src/kubectl/printers/yaml'],
  },
  // Node's side of kubectl: transcripts played on a simulated or a real cluster.
  session: {
    may: ['lessons', 'server', 'manifests', 'conditions', 'cluster', 'shell', 'kubectl', 'client', 'api', 'sim'],
  },
  // The worker of a page on a real cluster: the page's side of HTTP.
  remote: { may: ['client', 'api'] },
  // Controllers against a real API server; a way there, and caches that a transport fills.
  standalone: {
    may: ['controllers', 'component', 'client', 'api', 'sim'],
    except: [
      'src/cluster/kindCaches',
      'src/session/nodeHttp',
      'src/kubectl/environment',
      'src/server/connect/kubeconfigTarget',
      'src/server/usageError',
    ],
  },
  // It hands a cluster what an engine in a page does without, and keeps checkpoints; `connect` reads kubeconfigs.
  server: {
    may: ['manifests', 'cluster', 'apiserver', 'proxy', 'addons', 'sim', 'shell', 'kubectl', 'client', 'api'],
    except: ['src/component/profile'],
  },
};

/** The one way from the page to the engine: a worker, never an import. */
const WORKER = /new Worker\(\s*new URL\(\s*(['"])([^'"]+)\1/g;
const IMPORT = /(?:^|[\s;])(?:import|export)\b[^'";]*?\bfrom\s*(['"])([^'"\n]+)\1|\bimport\s*\(?\s*(['"])([^'"\n]+)\3/g;

/** The modules that a file imports, re-exports or loads, as written. Comments do not count. */
export function importsOf(text: string): readonly string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
  return [...code.matchAll(IMPORT)].map((found) => found[2] ?? found[4] ?? '');
}

/** The same without `import type` and `export type`, which are gone when the code runs. */
export function runtimeImportsOf(text: string): readonly string[] {
  return importsOf(text.replace(/\b(?:import|export)\s+type\s[^'";]*?\bfrom\s*(['"])[^'"\n]+\1/g, ''));
}

/** The path of a relative import, without ending: `src/sim/clock`. Undefined for a package. */
export function resolveImport(from: string, specifier: string): string | undefined {
  const bare = specifier.replace(/\?.*$/, '');
  if (!bare.startsWith('.')) return undefined;
  const parts = from.split('/').slice(0, -1);
  for (const part of bare.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/').replace(/\.(ts|tsx|js|mjs)$/, '');
}

/** The files that `entry` (a path without ending) needs before it runs: what is loaded later by `import()` does not count. */
export function loadedWith(entry: string, files: readonly SourceFile[]): readonly SourceFile[] {
  const byName = new Map(files.map((file) => [withoutEnding(file.path), file]));
  const loaded = new Set<SourceFile>();
  const visit = (name: string): void => {
    const file = byName.get(name);
    if (file === undefined || loaded.has(file)) return;
    loaded.add(file);
    for (const specifier of runtimeImportsOf(file.text.replace(/\bimport\s*\(/g, 'later('))) {
      visit(resolveImport(file.path, specifier) ?? '');
    }
  };
  visit(entry);
  return [...loaded];
}

/** Imports against the table, one sentence each. */
export function layerViolations(files: readonly SourceFile[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const layer = layerOf(path);
    if (layer === undefined) return [];
    const rule = layers[layer];
    if (rule === undefined) return [`${path}: src/${layer} is not in the table of layers`];
    return importsOf(text).flatMap((specifier) => {
      const target = resolveImport(path, specifier);
      const other = target === undefined ? undefined : layerOf(target);
      if (target === undefined || other === undefined || other === layer) return [];
      const allowed = rule.may.includes(other) || rule.except?.includes(target) === true;
      return allowed ? [] : [`${path}: src/${layer} may not import ${specifier} (src/${other})`];
    });
  });
}

/** Workers that the page starts must be the engine's or its own. */
export function workerTargets({ path, text }: SourceFile): readonly string[] {
  return [...text.matchAll(WORKER)].map(([, , specifier = '']) => resolveImport(path, specifier) ?? specifier);
}

/** Cycles of imports at run time, each as its path. */
export function importCycles(files: readonly SourceFile[]): readonly string[] {
  const nodes = new Map(files.map((file) => [withoutEnding(file.path), file]));
  const next = new Map([...nodes].map(([name, file]) => [name, edges(file, nodes)]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (name: string, trail: readonly string[]): void => {
    const at = trail.indexOf(name);
    if (at >= 0) {
      cycles.push([...trail.slice(at), name].join(' -> '));
      return;
    }
    if (done.has(name)) return;
    for (const other of next.get(name) ?? []) visit(other, [...trail, name]);
    done.add(name);
  };
  for (const name of nodes.keys()) visit(name, []);
  return cycles;
}

function edges({ path, text }: SourceFile, nodes: ReadonlyMap<string, SourceFile>): readonly string[] {
  return runtimeImportsOf(text).flatMap((specifier) => {
    const target = resolveImport(path, specifier);
    return target !== undefined && nodes.has(target) ? [target] : [];
  });
}

function layerOf(path: string): string | undefined {
  return /^src\/([^/]+)\//.exec(path)?.[1];
}

function withoutEnding(path: string): string {
  return path.replace(/\.tsx?$/, '');
}
