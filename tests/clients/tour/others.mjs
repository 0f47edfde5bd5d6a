/** Helm, kustomize, the Python client, client-go and kwok. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFiles } from './files.mjs';
import { chart, kustomization } from './manifests.mjs';
import { check, run, walk } from './tool.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const unique = (/** @type {string} */ name) => `tour-${name}-${Date.now().toString(36)}`;

/** @param {string} path @param {{ kubeconfig: string, folder: string, runsPrograms: boolean }} tour */
export async function tourHelm(path, { kubeconfig, folder, runsPrograms }) {
  const { out: version } = await run(path, ['version', '--short']);
  const from = writeFiles(join(folder, 'chart'), chart);
  const namespace = unique('helm');
  const env = { HELM_CACHE_HOME: join(folder, 'helm'), HELM_CONFIG_HOME: folder, HELM_DATA_HOME: folder };
  const base = [`--kubeconfig=${kubeconfig}`, `--namespace=${namespace}`];
  /** @param {string} line @param {string | RegExp} expected */
  const helm = async (line, expected) => {
    const { code, out, errors } = await run(path, [...line.split(' '), ...base], { env, seconds: 120 });
    check(code === 0, `helm ${line}: exit code ${code}\n${errors}${out}`);
    check(typeof expected === 'string' ? out.includes(expected) : expected.test(out), `helm ${line} printed: ${out}`);
  };
  // Where no programs run, the hook's Job never ends.
  const hooks = runsPrograms ? '' : ' --no-hooks';
  return walk(`helm ${version.trim()}`, [
    [
      'install --wait, with a hook',
      () => helm(`install one ${from} --create-namespace --wait --timeout 90s${hooks}`, 'STATUS: deployed'),
    ],
    [
      'list, status, get',
      async () => {
        await helm('list', /one\s+\S+\s+1\s.*deployed\s+tour-0\.1\.0/);
        await helm('status one', 'REVISION: 1');
        await helm('get manifest one', 'kind: Deployment');
        await helm('get values one --all', 'color: blue');
      },
    ],
    [
      'upgrade --wait, history',
      async () => {
        await helm(`upgrade one ${from} --set replicas=2,color=red --wait --timeout 90s${hooks}`, 'REVISION: 2');
        await helm('history one', /superseded[\s\S]*deployed/);
      },
    ],
    ...(runsPrograms
      ? [/** @type {[string, () => Promise<void>]} */ (['test', () => helm('test one --logs', 'tested')])]
      : []),
    ['rollback', () => helm(`rollback one 1 --wait --timeout 90s${hooks}`, 'Rollback was a success')],
    [
      'upgrade --dry-run=server, template --validate',
      async () => {
        await helm(`upgrade one ${from} --dry-run=server`, 'STATUS: pending-upgrade');
        await helm(`template two ${from} --validate`, 'kind: PodDisruptionBudget');
      },
    ],
    ['uninstall --wait', () => helm(`uninstall one --wait --timeout 90s${hooks}`, 'uninstalled')],
  ]);
}

/** @param {string} path @param {{ kubeconfig: string, folder: string, kubectl: string | undefined }} tour */
export async function tourKustomize(path, { kubeconfig, folder, kubectl }) {
  const { out: version } = await run(path, ['version']);
  const from = writeFiles(join(folder, 'kustomize-alone'), { ...kustomization, 'namespace.yaml': '' });
  const namespace = unique('kustomize');
  const k = (/** @type {string[]} */ args, input = '') =>
    run(kubectl ?? 'kubectl', [`--kubeconfig=${kubeconfig}`, ...args], { input });
  return walk(`kustomize ${version.trim()}`, [
    [
      'build | kubectl apply',
      async () => {
        const { code, out, errors } = await run(path, ['build', from]);
        check(code === 0, errors);
        await k(['create', 'namespace', namespace]);
        const applied = await k(['apply', '-n', namespace, '-f', '-'], out);
        check(applied.out.includes('deployment.apps/dev-web created'), applied.out + applied.errors);
        await k(['delete', 'namespace', namespace, '--wait=false']);
      },
    ],
  ]);
}

/** Python and Go have programs of their own here, which print `ok STEP` and `FAIL STEP: why`. */
const LINE = /^(ok|FAIL) ([^:\n]*(?:: (?!.*: ).*)?)(.*)$/gm;

/** @param {string} client @param {string} command @param {readonly string[]} args @param {object} [options] */
async function programme(client, command, args, options) {
  const { code, out, errors } = await run(command, args, { seconds: 300, ...options });
  const lines = [...out.matchAll(LINE)];
  const failed = [];
  for (const [line, verdict, name = ''] of lines) {
    console.log(`${verdict === 'ok' ? 'ok   ' : 'FAIL '} ${client}: ${line.slice((verdict ?? '').length + 1)}`);
    if (verdict === 'FAIL') failed.push(name);
  }
  if (lines.length === 0 || (code !== 0 && failed.length === 0)) {
    failed.push('it did not come to its end');
    console.log(`FAIL  ${client}: exit code ${code}\n${errors.slice(-1_500)}`);
  }
  return { client, passed: lines.length - failed.length, failed };
}

/** @param {string} python @param {{ kubeconfig: string, runsPrograms: boolean }} tour */
export async function tourPython(python, { kubeconfig, runsPrograms }) {
  const { out } = await run(python, ['-c', 'import kubernetes; print(kubernetes.__version__)']);
  const args = [join(here, 'python', 'tour.py'), kubeconfig, unique('python'), runsPrograms ? 'streams' : 'objects'];
  return programme(`Python client ${out.trim()}`, python, args);
}

/** @param {string} go @param {{ kubeconfig: string, kubectl: string | undefined }} tour */
export async function tourGo(go, { kubeconfig, kubectl }) {
  const [, version = '?'] = /client-go v(\S+)/.exec(readFileSync(join(here, 'go', 'go.mod'), 'utf8')) ?? [];
  const namespace = unique('go');
  await run(kubectl ?? 'kubectl', [`--kubeconfig=${kubeconfig}`, 'create', 'namespace', namespace]);
  return programme(`client-go ${version}`, go, ['run', '.', kubeconfig, namespace], {
    cwd: join(here, 'go'),
    env: { GOFLAGS: '-mod=mod' },
  });
}

/** @param {string} path @param {{ kubeconfig: string, kubectl: string | undefined }} tour */
export async function tourKwok(path, { kubeconfig, kubectl }) {
  const { out: version } = await run(path, ['--version']);
  const k = async (/** @type {string[]} */ ...args) => {
    const { code, out, errors } = await run(kubectl ?? 'kubectl', [`--kubeconfig=${kubeconfig}`, ...args]);
    check(code === 0, `kubectl ${args.join(' ')}: ${errors}${out}`);
    return out;
  };
  const stages = join(here, 'kwok', 'stages.yaml');
  const fake = join(here, 'kwok', 'fake.yaml');
  const args = [
    `--kubeconfig=${kubeconfig}`,
    '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
    `--config=${stages}`,
  ];
  const steps = async () => {
    await k('apply', '-f', fake);
    await k('wait', '--for=condition=Ready', 'node/fake-0', '--timeout=60s');
    await k('wait', '--for=condition=Ready', 'pod/on-fake', '--timeout=60s');
    const place = await k(
      'get',
      'pod',
      'on-fake',
      '-o',
      'jsonpath={.spec.nodeName} {.status.phase} {.status.podIPs[0].ip}',
    );
    check(/^fake-0 Running \d+\./.test(place), `the pod is: ${place}`);
    await k('delete', 'pod', 'on-fake', '--timeout=30s');
    await k('delete', 'node', 'fake-0');
  };
  return walk(version.trim().replace('version ', ''), [
    [
      'a fake node becomes Ready beside the simulated ones, a pod runs on it and goes',
      () =>
        new Promise((resolve, reject) => {
          const act = async (/** @type {{ stop(): void }} */ { stop }) => {
            await steps().finally(stop);
          };
          run(path, args, { seconds: 150, whileItRuns: act }).then(resolve, reject);
        }),
    ],
  ]);
}
