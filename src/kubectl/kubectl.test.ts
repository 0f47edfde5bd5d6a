import { expect, test } from 'vitest';
import { staticServer } from '../../tests/conformance/staticServer';
import { TestClock } from '../../tests/testShell';
import type { KubeObject } from '../api/meta/objectMeta';
import { ApiError, failure } from '../api/meta/status';
import type { ApiRequest, Transport } from '../client/transport';
import { InterruptSource } from './interruptSource';
import { MemoryFiles } from '../shell/memoryFiles';
import { textInput } from '../shell/streams';
import { completeKubectl } from './completion/completeKubectl';
import { ConnectionError, type Environment, type Hint, type Io } from './environment';
import { CommandError, ErrorList, ExitError, PlainError, UsageError } from './errors';
import { errorText } from './errorText';
import { kubectl } from './kubectl';

const HOME = '/home/learner';
const config = `apiVersion: v1
kind: Config
clusters:
- cluster: {server: "https://10.0.0.1:6443"}
  name: c
contexts:
- context: {cluster: c, user: u}
  name: main
- context: {cluster: c, user: u, namespace: team}
  name: other
current-context: main
users:
- name: u
  user: {token: abc}
`;

interface Options {
  readonly objects?: readonly KubeObject[];
  readonly transport?: Transport;
  readonly files?: Readonly<Record<string, string>>;
}

function machine({ objects = [], transport = staticServer(objects), files }: Options = {}) {
  const memory = new MemoryFiles(files ?? { [`${HOME}/.kube/config`]: config }, [HOME, `${HOME}/.kube`]);
  const env: Environment = {
    connect: ({ server }) => {
      if (server !== 'https://10.0.0.1:6443') throw new ConnectionError('refused', 'connection refused');
      return transport;
    },
    clock: new TestClock(),
    files: memory,
    variables: { HOME },
    random: () => 0.5,
  };
  const hints: Hint[] = [];
  const printed = { out: '', err: '' };
  const shown: string[] = [];
  const io: Io = {
    input: textInput(''),
    out: (text) => void (printed.out += text),
    err: (text) => {
      printed.err += text;
      shown.push(text);
    },
    hint: (hint) => {
      hints.push(hint);
      shown.push(hint.key);
    },
    interrupt: new InterruptSource(),
    isTerminal: false,
    columns: 80,
  };
  const run = async (line: string) => {
    printed.out = '';
    printed.err = '';
    hints.length = 0;
    const code = await kubectl(line === '' ? [] : line.split(' '), io, env);
    return { ...printed, code, hints: [...hints] };
  };
  const complete = (line: string) => completeKubectl(line.split(' '), io, env);
  return { run, complete, shown, files: memory };
}

const object = (kind: string, name: string, more: object = {}): KubeObject => ({
  apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
  kind,
  metadata: { name, namespace: 'default', uid: name, resourceVersion: '1', creationTimestamp: '2026-11-21T07:59:00Z' },
  ...more,
});

test('kubectl alone prints its help and ends well', async () => {
  const { out, code } = await machine().run('');
  expect(out).toContain('kubectl controls the Kubernetes cluster manager.');
  expect(code).toBe(0);
});

test('an unknown command is refused, and a near one is offered', async () => {
  const { err, code, hints } = await machine().run('rolout status x');
  expect(err).toBe('error: unknown command "rolout" for "kubectl"\n\nDid you mean this?\n\trollout\n');
  expect(code).toBe(1);
  expect(hints).toEqual([{ key: 'unknownCommandTypo', params: { typed: 'rolout', meant: 'rollout' } }]);
});

test('a verb of older books is not taken for another', async () => {
  const { hints } = await machine().run('rolling-update web');
  expect(hints).toEqual([{ key: 'removedCommand', params: { command: 'rolling-update', instead: 'kubectl rollout' } }]);
});

test('a flag of older books gets the real refusal and a hint', async () => {
  const { err, hints } = await machine().run('run web --image=nginx --generator=run/v1');
  expect(err).toBe("error: unknown flag: --generator\nSee 'kubectl run --help' for usage.\n");
  expect(hints).toEqual([{ key: 'runGenerator', params: { flag: 'generator' } }]);
});

test('a group tells what is in it and ends badly; only rollout does so on standard output', async () => {
  const rollout = await machine().run('rollout');
  expect([rollout.out.slice(0, 10), rollout.err, rollout.code]).toEqual(['Manage the', '', 1]);
  const set = await machine().run('set');
  expect([set.out, set.err.slice(0, 9), set.code]).toEqual(['', 'Configure', 1]);
  const wrong = await machine().run('set frob x');
  expect(wrong.err).toBe(`error: unknown command "frob x"\nSee 'kubectl set -h' for help and examples\n`);
  expect((await machine().run('certificate')).code).toBe(0);
});

test('a command that is not here says so, and its help too', async () => {
  const { err, code } = await machine().run('proxy --port=1');
  expect([err, code]).toEqual(['error: kubeloop: kubectl proxy is not simulated\n', 1]);
  const help = await machine().run('proxy --help');
  expect(help.hints).toEqual([{ key: 'commandNotSimulated', params: { command: 'kubectl proxy' } }]);
  expect(help.out).toContain('Creates a proxy server');
});

test('help of an unknown topic ends well', async () => {
  const { err, code } = await machine().run('help frob');
  expect(err.startsWith('Unknown help topic [`frob`]\n\n\nBasic Commands (Beginner):\n')).toBe(true);
  expect(code).toBe(0);
});

test('a hint stands below the error that it is about', async () => {
  const { run, shown } = machine();
  await run('get pods --watche');
  expect(shown).toEqual(["error: unknown flag: --watche\nSee 'kubectl get --help' for usage.\n", 'unknownFlagTypo']);
});

test('a name that is no pod is told for what it is', async () => {
  const error = { code: 404, body: failure(404, 'NotFound', 'pods "web" not found', { name: 'web', kind: 'pods' }) };
  const server = staticServer([object('Deployment', 'web')]);
  const request = async (asked: ApiRequest) => (asked.path.endsWith('/pods/web') ? error : server.request(asked));
  const { run } = machine({ transport: { ...server, request } });
  expect((await run('logs web')).hints).toEqual([{ key: 'nameIsNoPod', params: { name: 'web', kind: 'Deployment' } }]);
});

test('what is not there may be in another namespace, or the namespace is not', async () => {
  const { run } = machine({ objects: [object('Pod', 'a', { metadata: { name: 'a', namespace: 'team', uid: 'a' } })] });
  expect((await run('get pods')).hints).toEqual([
    { key: 'otherNamespace', params: { namespace: 'default', other: 'team' } },
  ]);
  expect((await run('get pods -l a=b')).hints).toEqual([]);
  expect((await run('get pods -n nosuch')).hints).toEqual([
    { key: 'missingNamespace', params: { namespace: 'nosuch' } },
  ]);
});

test('a type that is written wrong gets the nearest one', async () => {
  const { err, hints } = await machine().run('get deploymnets');
  expect(err).toBe('error: the server doesn\'t have a resource type "deploymnets"\n');
  expect(hints).toEqual([{ key: 'unknownKindTypo', params: { typed: 'deploymnets', meant: 'deployments' } }]);
});

test.each([
  [
    'extensions/v1beta1',
    'Deployment',
    { key: 'oldApiVersion', params: { kind: 'Deployment', apiVersion: 'extensions/v1beta1', instead: 'apps/v1' } },
  ],
  [
    'v1',
    'Deployment',
    { key: 'wrongApiVersion', params: { kind: 'Deployment', apiVersion: 'v1', instead: 'apps/v1' } },
  ],
  ['apps/v1', 'Deployments', { key: 'kindSpelling', params: { typed: 'Deployments', meant: 'Deployment' } }],
  ['apps/v1', 'Deploymnet', { key: 'kindSpelling', params: { typed: 'Deploymnet', meant: 'Deployment' } }],
])('a manifest of %s %s gets the real refusal and a hint', async (apiVersion, kind, hint) => {
  const manifest = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: web\n`;
  const { run } = machine({ files: { [`${HOME}/.kube/config`]: config, [`${HOME}/web.yaml`]: manifest } });
  const { err, hints } = await run(`create -f ${HOME}/web.yaml`);
  expect(err).toContain(`no matches for kind "${kind}" in version "${apiVersion}"\nensure CRDs are installed first\n`);
  expect(hints).toEqual([hint]);
});

test('a required flag is asked for after the flags are read', async () => {
  expect((await machine().run('create deployment x')).err).toBe('error: required flag(s) "image" not set\n');
  expect((await machine().run('create cronjob x')).err).toBe('error: required flag(s) "image", "schedule" not set\n');
});

test('without a kubeconfig kubectl looks for a server on this machine', async () => {
  const { err, code, hints } = await machine({ files: {} }).run('get pods');
  const lines = err.split('\n');
  expect(
    lines
      .slice(0, 5)
      .every((line) => line.includes('memcache.go:265]') && line.includes('http://localhost:8080/api?timeout=32s')),
  ).toBe(true);
  expect(lines[5]).toBe(
    'The connection to the server localhost:8080 was refused - did you specify the right host or port?',
  );
  expect([lines.length, code]).toEqual([7, 1]);
  expect(hints).toEqual([{ key: 'serverUnreachable' }]);
});

test('what the flags name must be in the kubeconfig', async () => {
  const { run } = machine();
  expect((await run('get pods --context=nosuch')).err).toBe(
    'Error in configuration: context was not found for specified context: nosuch\n',
  );
  expect((await run('get pods --cluster=nosuch')).err).toBe('error: no server found for cluster "nosuch"\n');
  expect((await run('get pods --user=nosuch')).err).toBe('error: auth info "nosuch" does not exist\n');
  expect((await run('get pods --kubeconfig=nosuch.conf')).err).toBe(
    'error: stat nosuch.conf: no such file or directory\n',
  );
});

test('the namespace is that of the flag, else of the context, else default', async () => {
  const { run } = machine();
  expect((await run('get pods')).err).toBe('No resources found in default namespace.\n');
  expect((await run('get pods --context other')).err).toBe('No resources found in team namespace.\n');
  expect((await run('get pods --context other -n x')).err).toBe('No resources found in x namespace.\n');
});

test('a warning is printed once, and can be made an error', async () => {
  const server = staticServer([object('Pod', 'a'), object('Pod', 'b')]);
  const warning = async (request: ApiRequest) => ({ ...(await server.request(request)), warnings: ['old'] });
  const { run } = machine({ transport: { ...server, request: warning } });
  expect((await run('get pods a b -o name')).err).toBe('Warning: old\n');
  const strict = await run('get pods a b -o name --warnings-as-errors');
  expect([strict.err, strict.code]).toEqual(['Warning: old\nerror: 1 warning received\n', 1]);
});

test('-v=6 shows the requests', async () => {
  const { err } = await machine().run('get pods -v=6');
  expect(err).toContain(
    '"Response" verb="GET" url="https://10.0.0.1:6443/api/v1/namespaces/default/pods?limit=500" status="200 OK"',
  );
});

const status = (reason: string, message: string, details?: object) =>
  new ApiError(failure(422, reason, message, details));

test.each<[string, Error, string]>([
  ['a refusal', status('NotFound', 'pods "x" not found'), 'Error from server (NotFound): pods "x" not found\n'],
  ['a refusal without reason', status('', 'no'), 'Error from server: no\n'],
  ['no login', status('Unauthorized', 'who?'), 'error: You must be logged in to the server (who?)\n'],
  [
    'one invalid field',
    status('Invalid', 'm', { kind: 'Pod', name: 'x', causes: [{ field: 'a', message: 'b' }] }),
    'The Pod "x" is invalid: a: b\n',
  ],
  [
    'invalid fields, equal ones once',
    status('Invalid', 'm', {
      kind: 'Pod',
      name: 'x',
      causes: [
        { field: 'a', message: 'b' },
        { field: 'a', message: 'b' },
        { field: 'c', message: 'd' },
      ],
    }),
    'The Pod "x" is invalid: \n* a: b\n* c: d\n',
  ],
  ['an invalid request', status('Invalid', 'why'), 'The request is invalid: why\n'],
  ['a plain error', new CommandError('no'), 'error: no\n'],
  ['an error with its prefix', new CommandError('error: no'), 'error: no\n'],
  ['wrong usage', new UsageError('kubectl get', 'no'), "error: no\nSee 'kubectl get -h' for help and examples\n"],
  ['a text as it is', new PlainError('no'), 'no\n'],
  ['a list of one', new ErrorList([new CommandError('a')]), 'error: a\n'],
  [
    'several errors',
    new ErrorList([new CommandError('a'), status('NotFound', 'b')]),
    'a\nError from server (NotFound): b\n',
  ],
  ['nothing to say', new ExitError(3), ''],
])('%s is printed as kubectl prints it', (_, error, text) => {
  expect(errorText(error, 'kubectl get').text).toBe(text);
});

test('an error that no command throws is a fault of ours', () => {
  expect(() => errorText(new TypeError('x'), 'kubectl')).toThrow(TypeError);
});

const spec = { containers: [{ name: 'main', image: 'nginx' }], initContainers: [{ name: 'first', image: 'nginx' }] };
const cluster = {
  objects: [
    object('Pod', 'web-1', { spec }),
    object('Pod', 'web-2', { spec }),
    object('Deployment', 'web', { spec: { template: { spec } } }),
    { ...object('Namespace', 'kube-system'), metadata: { name: 'kube-system', uid: 'k', resourceVersion: '1' } },
    { ...object('Node', 'minikube'), metadata: { name: 'minikube', uid: 'n', resourceVersion: '1' } },
  ] as readonly KubeObject[],
};

// As `kubectl __complete` of v1.36.3 answers, of the same objects.
test.each<[string, unknown]>([
  ['ge', ['get']],
  ['rollout ', ['history', 'pause', 'restart', 'resume', 'status', 'undo']],
  ['rollout status d', ['deployment', 'daemonset']],
  ['rollout status deploy/', ['deploy/web']],
  ['get po', ['pods', 'podtemplates', 'poddisruptionbudgets.policy']],
  ['get po,dep', ['po,deployments.apps']],
  ['get pods ', ['web-1', 'web-2']],
  ['get pods/w', ['pods/web-1', 'pods/web-2']],
  ['get pod/x po', ['pods/', 'podtemplates/', 'poddisruptionbudgets.policy/']],
  ['delete pods web-1 ', ['web-2']],
  ['get deploy,pods web', ['web', 'web-1', 'web-2']],
  ['get -n ', ['kube-system']],
  ['get --namespace=k', ['--namespace=kube-system']],
  ['get --nam', ['--namespace']],
  ['get -w --watch', ['--watch-only']],
  ['get pods -o y', ['yaml']],
  ['get pods -o=j', ['-o=json', '-o=jsonpath', '-o=jsonpath-as-json', '-o=jsonpath-file']],
  ['get -nk', ['-nkube-system']],
  ['get -', expect.arrayContaining(['--output', '-o', '--help'])],
  ['--context=m', ['--context=main']],
  ['config use-context ', ['main', 'other']],
  ['logs web-1 ', ['first', 'main']],
  ['logs web-1 -c ', ['first', 'main']],
  ['logs deploy/web m', ['main']],
  ['exec web-1 -- l', []],
  ['logs we', ['web-1', 'web-2']],
  ['exec -it dep', ['deployments/']],
  ['cordon ', ['minikube']],
  ['taint nodes ', ['minikube']],
  ['autoscale --', ['--max']],
  ['autoscale x y z ', ['--max']],
  ['cordon minikube ', []],
  ['config set-cluster -s', []],
  ['scale ', ['--replicas', 'deployment', 'replicaset', 'replicationcontroller', 'statefulset']],
  ['help ro', ['rollout']],
  ['completion z', ['zsh']],
  ['get nosuch ', []],
  ['get --frob ', []],
])('after "kubectl %s" Tab offers %j', async (line, words) => {
  expect(await machine(cluster).complete(line)).toEqual(words);
});

test('without a server Tab offers what needs none', async () => {
  const { complete } = machine({ files: {} });
  expect(await complete('get ')).toEqual([]);
  expect(await complete('ver')).toEqual(['version']);
});
