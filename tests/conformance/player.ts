/**
 * Plays a recorded transcript on a fresh cluster: each command as the API requests it stands for, each output compared
 * as facts. Knows the commands of the recordings at hand and refuses others.
 */
import { parseAllDocuments } from 'yaml';
import { type Kind, kindOf, kinds } from '../../src/api/kinds';
import type { Deployment } from '../../src/api/apps/deployment';
import type { Event } from '../../src/api/core/event';
import type { Namespace } from '../../src/api/core/namespace';
import type { Pod } from '../../src/api/core/pod';
import type { KubeObject } from '../../src/api/meta/objectMeta';
import { labelSelectorMatches, matchesLabels } from '../../src/api/meta/labels';
import { type DeleteOptions, pathOf } from '../../src/client/client';
import type { ApiRequest, ApiResponse } from '../../src/client/transport';
import type { Fault } from '../../src/client/simulation';
import { Cluster } from '../../src/cluster/cluster';
import * as facts from './facts';
import * as rollout from './rollout';
import { namespaceFacts, rowOf, valueAt } from './rows';
import { type Step, durationSeconds, normalise, parseTable, parseTranscript } from './transcript';
import { kindByWord, resourceName } from './words';

/** One output that differs. */
export interface Difference {
  readonly line: number;
  readonly command: string;
  readonly want: readonly string[];
  readonly got: readonly string[];
}

export interface PlayOptions {
  /** Ages and durations may differ by this much. */
  readonly toleranceSeconds: number;
  /** Lines of commands whose ages are left to chance on a real cluster too, with the reason. */
  readonly ages?: Readonly<Record<number, string>>;
  /** Lines of commands whose output is not compared, with the reason. */
  readonly differs?: Readonly<Record<number, string>>;
}

/** Flags whose value is the next word. */
const VALUED = new Set(['-o', '-l', '-L', '-f', '-c', '-n', '--field-selector']);
/** Wall time that one kubectl call took in the recordings, about. */
const CALL_MS = 150;
const NODES = ['minikube', 'minikube-m02', 'minikube-m03'].map((name) => ({ name, cpu: 4, memory: '8Gi', pods: 110 }));

export async function play(text: string, options: PlayOptions): Promise<readonly Difference[]> {
  const player = new Player(await Cluster.create({ nodes: NODES }), options);
  await player.prepare();
  for (const step of parseTranscript(text)) await player.step(step);
  return player.differences;
}

class Player {
  readonly differences: Difference[] = [];
  readonly #variables = new Map<string, string>();
  /** Of the present command. */
  #namespace = 'default';

  constructor(
    private readonly cluster: Cluster,
    private readonly options: PlayOptions,
  ) {}

  /** The recorded cluster had been up for minutes. */
  async prepare(): Promise<void> {
    await this.cluster.advance(300_000);
  }

  async step(step: Step): Promise<void> {
    switch (step.type) {
      case 'wait':
        return this.cluster.advance(step.seconds * 1000);
      case 'set': {
        const [first] = await this.#select('Pod', step.text);
        this.#variables.set(step.name, first?.metadata.name ?? '');
        return;
      }
      case 'fault': {
        const type = step.fault === 'node-up' ? 'startKubelet' : 'stopKubelet';
        return this.cluster.fault({ type, node: this.#nodeOf(step.node) } as Fault); // Both take a node.
      }
      default:
        await this.#command(step);
        return this.cluster.advance(CALL_MS);
    }
  }

  /** Placement may differ: a fault on a node of the recording hits a node that has pods here. */
  #nodeOf(recorded: string): string {
    const known = this.#variables.get(`node ${recorded}`);
    if (known !== undefined) return known;
    const pod = this.cluster.store.list('/registry/pods/default/').entries[0]?.value as Pod | undefined; // That prefix holds pods.
    const node = pod?.spec.nodeName ?? recorded;
    this.#variables.set(`node ${recorded}`, node);
    return node;
  }

  async #command(step: Extract<Step, { type: 'command' }>): Promise<void> {
    const text = step.text.replace(/\$\{(\w+)\}/g, (_, name: string) => this.#variables.get(name) ?? '');
    this.#namespace = / -n (\S+)/.exec(text)?.[1] ?? 'default';
    const [, verb = '', ...words] = text.replace(/\s*<<.*$/, '').split(' ');
    const args = words.filter(
      (word, index) => !word.startsWith('-') && word !== '' && !VALUED.has(words[index - 1] ?? ''),
    );
    const compare = (want: readonly string[], got: readonly string[]) => this.#compare(step, want, got);
    switch (verb) {
      case 'create':
        if (args[0] === 'deployment')
          return compare(step.output, await rollout.createDeployment(this.cluster, args[1] ?? '', text));
        return compare(step.output, await this.#create(step.input ?? namespaceManifest(args)));
      case 'set':
        return compare(step.output, await rollout.setImage(this.cluster, args));
      case 'rollout':
        return compare(
          args[0] === 'status' ? step.output.slice(-1) : step.output,
          await rollout.rollout(this.cluster, args),
        );
      case 'apply':
        return compare(step.output, await this.#create(step.input ?? ''));
      case 'run':
        return compare(step.output, await this.#run(args[0] ?? '', /--image=(\S+)/.exec(text)?.[1] ?? ''));
      case 'get':
        return this.#get(step, text, args);
      case 'describe':
        return this.#describe(step, args);
      case 'delete':
        return compare(step.output, await this.#delete(args, text));
      case 'scale':
        return compare(step.output, await this.#scale(args, text));
      case 'label':
        return compare(step.output, await this.#label(args, text.includes('--overwrite')));
      case 'logs':
        return compare(step.output, await this.#logs(args[0] ?? ''));
      default:
        throw new Error(`line ${step.line}: no player for ${text}`);
    }
  }

  #compare(step: Extract<Step, { type: 'command' }>, want: readonly string[], got: readonly string[]): void {
    if (this.options.differs?.[step.line] !== undefined) return;
    const sorted = (lines: readonly string[]) => lines.map(normalise).sort();
    const [wanted, played] = [sorted(want), sorted(got)];
    if (wanted.join('\n') === played.join('\n')) return;
    this.differences.push({
      line: step.line,
      command: step.text,
      want: wanted.filter((line) => !played.includes(line)),
      got: played.filter((line) => !wanted.includes(line)),
    });
  }

  async #send(request: ApiRequest): Promise<ApiResponse> {
    return this.cluster.request({ ...request, headers: { 'user-agent': 'kubectl', ...request.headers } });
  }

  #placeOf(kind: Kind): string | undefined {
    return kinds[kind].namespaced ? this.#namespace : undefined;
  }

  async #create(input: string): Promise<readonly string[]> {
    const lines: string[] = [];
    for (const document of parseAllDocuments(input)) {
      const object = document.toJS() as KubeObject; // A recorded manifest.
      const kind = kindOf(object.apiVersion, object.kind);
      if (kind === undefined) throw new Error(`no kind ${object.kind}`);
      const response = await this.#send({ method: 'POST', path: pathOf(kind, this.#placeOf(kind)), body: object });
      lines.push(response.code < 300 ? `${resourceName(kind)}/${object.metadata.name} created` : message(response));
    }
    return lines;
  }

  async #run(name: string, image: string): Promise<readonly string[]> {
    const body = { metadata: { name, labels: { run: name } }, spec: { containers: [{ name, image }] } };
    await this.#send({
      method: 'POST',
      path: pathOf('Pod', this.#namespace),
      body: { apiVersion: 'v1', kind: 'Pod', ...body },
    });
    return [`pod/${name} created`];
  }

  async #select(kind: Kind, text: string): Promise<readonly KubeObject[]> {
    const selector = /-l (\S+)/.exec(text)?.[1];
    const options = selector === undefined ? {} : { labelSelector: selector };
    const list = await this.cluster.client.list(
      kind,
      kinds[kind].namespaced ? { namespace: this.#namespace, ...options } : options,
    );
    return list.items;
  }

  async #get(step: Extract<Step, { type: 'command' }>, text: string, args: readonly string[]): Promise<void> {
    const [types = '', name] = args;
    const path = /-o jsonpath=\{(.*)\}/.exec(text)?.[1];
    if (path !== undefined) {
      const object = await this.cluster.client.get('Pod', { namespace: this.#namespace, name: name ?? '' });
      return this.#compare(step, step.output, valueAt(object, path));
    }
    if (text.includes(' -A ')) this.#namespace = /metadata\.namespace=(\S+)/.exec(text)?.[1] ?? 'default';
    const rows: facts.Row[] = [];
    const now = this.cluster.now();
    for (const word of types.split(',')) {
      const kind = kindByWord(word);
      const found = (await this.#select(kind, text)).filter(
        (object) => name === undefined || object.metadata.name === name,
      );
      const prefix = types.includes(',') ? `${resourceName(kind)}/` : '';
      rows.push(...found.map((object) => ({ ...rowOf(object, now), NAME: prefix + object.metadata.name })));
    }
    if (rows.length === 0)
      return this.#compare(step, step.output, [`No resources found in ${this.#namespace} namespace.`]);
    const wanted = parseTable(step.output);
    for (const prefix of types.includes(',')
      ? types.split(',').map((word) => `${resourceName(kindByWord(word))}/`)
      : ['']) {
      const of = (all: readonly facts.Row[]) => all.filter(({ NAME = '' }) => NAME.startsWith(prefix));
      this.#compareTables(step, of(wanted), of(rows));
    }
  }

  /** Cells of the recorded columns must be equal; ages within the tolerance. */
  #compareTables(
    step: Extract<Step, { type: 'command' }>,
    want: readonly facts.Row[],
    got: readonly facts.Row[],
  ): void {
    const cells = (row: facts.Row, columns: readonly string[]) =>
      columns
        .map((column) => (column === 'AGE' ? '<age>' : normalise(row[column] ?? '').replace(/\d+s ago/, '<dur> ago')))
        .join(' | ');
    const columns = Object.keys(want[0] ?? {}).filter((column) => rowKnows(got[0], column));
    this.#compare(
      step,
      want.map((row) => cells(row, columns)),
      got.map((row) => cells(row, columns)),
    );
    const times = (rows: readonly facts.Row[]) =>
      rows
        .flatMap((row) => [row.AGE ?? '', /\((\S+) ago\)/.exec(row.RESTARTS ?? '')?.[1] ?? ''])
        .map(durationSeconds)
        .sort((x, y) => x - y);
    if (this.options.ages?.[step.line] !== undefined) return;
    // The age of a node or namespace is the cluster's, not the run's.
    if (want.some((row) => (row.ROLES ?? '') !== '' || row.STATUS === 'Active')) return;
    const [wanted, played] = [times(want), times(got)];
    const far = wanted.filter(
      (seconds, index) => Math.abs(seconds - (played[index] ?? 0)) > this.options.toleranceSeconds,
    );
    if (far.length > 0)
      this.#compare(step, [`seconds ${wanted.join(' ')}s`.replace(/s$/, '')], [`at ${played.join(' ')}`]);
  }

  async #describe(step: Extract<Step, { type: 'command' }>, args: readonly string[]): Promise<void> {
    const [word = '', recorded = ''] = args;
    const kind = kindByWord(word);
    const name = kind === 'Node' ? this.#nodeOf(recorded) : recorded;
    const key = kinds[kind].namespaced ? { namespace: this.#namespace, name } : { name };
    const object = await this.cluster.client.get(kind, key);
    const events = (await this.cluster.client.list('Event', {})).items.filter(
      ({ involvedObject }: Event) => involvedObject.name === name && involvedObject.kind === kind,
    );
    const [want, got] = await this.#describeFacts(kind, object, step.output);
    this.#compare(step, want, got);
    if (kind === 'Node') return this.#compare(step, recentEvents(step.output), facts.eventFacts(events.slice(-1)));
    this.#compare(
      step,
      withoutPullCounts(facts.recordedEventFacts(step.output)),
      withoutPullCounts(facts.eventFacts(events)),
    );
  }

  async #describeFacts(
    kind: Kind,
    object: KubeObject,
    output: readonly string[],
  ): Promise<readonly [readonly string[], readonly string[]]> {
    switch (kind) {
      case 'Pod':
        return [facts.recordedPodFacts(output), facts.podFacts(object as Pod)];
      case 'Node':
        return [facts.recordedNodeFacts(output), facts.nodeFacts(object as Parameters<typeof facts.nodeFacts>[0])];
      case 'Namespace':
        return [[...output.filter((line) => /^(Name|Status):/.test(line))], namespaceFacts(object as Namespace)];
      case 'Deployment':
        return [
          rollout.recordedDeploymentFacts(output),
          await rollout.deploymentFacts(this.cluster, object as Deployment),
        ];
      default: {
        const owner = object as Parameters<typeof facts.replicasFacts>[0];
        const pods = (await this.#select('Pod', '')) as readonly Pod[];
        const { selector } = owner.spec;
        const own = pods.filter(({ metadata }) =>
          kind === 'ReplicaSet'
            ? labelSelectorMatches(selector, metadata.labels ?? {})
            : matchesLabels(selector as Record<string, string>, metadata.labels ?? {}),
        );
        return [facts.recordedReplicasFacts(output), facts.replicasFacts(owner, own)];
      }
    }
  }

  async #delete(args: readonly string[], text: string): Promise<readonly string[]> {
    const [word = ''] = args;
    const kind = kindByWord(word);
    const names = text.includes('--all')
      ? (await this.#select(kind, text)).map(({ metadata }) => metadata.name)
      : args.slice(1);
    const grace = /--grace-period=(\d+)/.exec(text)?.[1];
    const options: DeleteOptions = {
      propagationPolicy: text.includes('--cascade=orphan') ? 'Orphan' : 'Background',
      ...(grace === undefined ? {} : { gracePeriodSeconds: Number(grace) }),
    };
    const force = text.includes('--force');
    const place = kinds[kind].namespaced ? ` from ${this.#namespace} namespace` : '';
    const lines: string[] = force
      ? [
          'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.',
        ]
      : [];
    for (const name of names) {
      await this.#send({ method: 'DELETE', path: pathOf(kind, this.#placeOf(kind), name), body: options });
      lines.push(`${resourceName(kind)} "${name}" ${force ? 'force ' : ''}deleted${place}`);
      for (let waited = 0; !text.includes('--wait=false') && !force && waited < 120_000; waited += 250) {
        const gone = await this.#send({ method: 'GET', path: pathOf(kind, this.#placeOf(kind), name) });
        if (gone.code === 404) break;
        await this.cluster.advance(250);
      }
    }
    return lines;
  }

  async #scale(args: readonly string[], text: string): Promise<readonly string[]> {
    const [word = '', named] = args[0]?.includes('/') === true ? args[0].split('/') : args;
    const kind = kindByWord(word);
    const name = named ?? '';
    const replicas = Number(/--replicas=(\d+)/.exec(text)?.[1]);
    const expected = /--current-replicas=(\d+)/.exec(text)?.[1];
    const path = pathOf(kind, this.#placeOf(kind), name, 'scale');
    const scale = (await this.#send({ method: 'GET', path })).body as { spec: { replicas?: number } }; // A Scale.
    const current = scale.spec.replicas ?? 0;
    if (expected !== undefined && Number(expected) !== current) {
      return [`error: Expected replicas to be ${expected}, was ${current}`];
    }
    const response = await this.#send({ method: 'PUT', path, body: { ...scale, spec: { replicas } } });
    return response.code < 300 ? [`${resourceName(kind)}/${name} scaled`] : [message(response)];
  }

  async #label(args: readonly string[], overwrite: boolean): Promise<readonly string[]> {
    const [, name = '', pair = ''] = args;
    const [key = '', value = ''] = pair.split('=');
    const pod = await this.cluster.client.get('Pod', { namespace: this.#namespace, name });
    const present = pod.metadata.labels?.[key];
    if (present !== undefined && !overwrite)
      return [`error: '${key}' already has a value (${present}), and --overwrite is false`];
    await this.#send({
      method: 'PATCH',
      path: pathOf('Pod', this.#namespace, name),
      headers: { 'content-type': 'application/merge-patch+json' },
      body: { metadata: { labels: { [key]: value } } },
    });
    return [`pod/${name} labeled`];
  }

  async #logs(name: string): Promise<readonly string[]> {
    const response = await this.#send({ method: 'GET', path: pathOf('Pod', this.#namespace, name, 'log') });
    if (response.code >= 400) return [message(response)];
    return String(response.body)
      .split('\n')
      .filter((line) => line !== '');
  }
}

/** `create namespace NAME` as the manifest that it sends. */
function namespaceManifest([word, name]: readonly string[]): string {
  if (word !== 'namespace') throw new Error(`no player for create ${word}`);
  return `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}}}`;
}

function message({ body, code }: ApiResponse): string {
  const { message: text = '', reason = '' } = body as { message?: string; reason?: string }; // A Status.
  return code === 422 ? text : `Error from server (${reason}): ${text}`;
}

function rowKnows(row: facts.Row | undefined, column: string): boolean {
  return row === undefined || column in row;
}

/** Two pulls are one Event where they took equally long, so their counts are chance; so is whether a tagged image is there already. */
function withoutPullCounts(lines: readonly string[]): readonly string[] {
  const untagged = lines.filter((line) => !/ (Pulling|Pulled) .*mage "[^"]+:[^"]+"/.test(line));
  return [...new Set(untagged.map((line) => line.replace(/Pulled \(x\d+\)/, 'Pulled')).map(normalise))];
}

/** The newest Event of a recorded node: the others are older than the run. */
function recentEvents(output: readonly string[]): readonly string[] {
  return facts.recordedEventFacts(output).slice(-1);
}
