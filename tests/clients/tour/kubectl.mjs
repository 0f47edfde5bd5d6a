/** What people do with kubectl, with any version of it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubia, kustomization, talker, web } from './manifests.mjs';
import { check, pause, run, walk } from './tool.mjs';
import { writeFiles } from './files.mjs';

/** From these minor versions on kubectl speaks WebSocket by itself. */
const WEBSOCKET_SINCE = { exec: 30, portForward: 31 };

/** @param {string} path @param {{ kubeconfig: string, folder: string, runsPrograms: boolean }} tour */
export async function tourKubectl(path, { kubeconfig, folder, runsPrograms }) {
  const { out: version } = await run(path, ['version', '--client', '-o', 'json']);
  const { gitVersion, minor } = JSON.parse(version).clientVersion;
  const namespace = `tour-kubectl-${Number.parseInt(minor, 10)}-${Date.now().toString(36)}`;
  const base = [`--kubeconfig=${kubeconfig}`];
  /** @param {string} line @param {object} [options] */
  const raw = (line, options) => run(path, [...base, `--namespace=${namespace}`, ...words(line)], options);
  /** Runs a line that must succeed; its output. @param {string} line @param {object} [options] */
  const k = async (line, options) => {
    const { code, out, errors } = await raw(line, options);
    check(code === 0, `kubectl ${line}: exit code ${code}\n${errors}${out}`);
    return out;
  };
  /** @param {string} line @param {string | RegExp} expected @param {object} [options] */
  const prints = async (line, expected, options) => {
    const out = await k(line, options);
    check(
      typeof expected === 'string' ? out.includes(expected) : expected.test(out),
      `kubectl ${line} printed: ${out}`,
    );
    return out;
  };
  /** A line that must fail, with these words. @param {string} line @param {RegExp} expected @param {object} [options] */
  const fails = async (line, expected, options) => {
    const { code, out, errors } = await raw(line, options);
    check(code !== 0 && expected.test(errors + out), `kubectl ${line}: exit code ${code}\n${errors}${out}`);
  };
  const edit = join(folder, 'edit.sh');
  writeFileSync(edit, '#!/bin/sh\nsed -i "s/color: blue/color: red/" "$1"\n', { mode: 0o755 });
  writeFiles(join(folder, 'kustomize'), kustomization);

  const steps = [
    [
      'version, cluster-info',
      async () => {
        await prints('version', /Server Version: .*v1\.36/);
        await prints('cluster-info', 'is running at');
      },
    ],
    [
      'api-resources, api-versions',
      async () => {
        await prints('api-resources', /deployments +deploy +apps\/v1 +true +Deployment/);
        await prints('api-versions', 'apps/v1');
      },
    ],
    ['create namespace', () => k(`create namespace ${namespace}`)],
    [
      'apply, applied again: unchanged',
      async () => {
        await prints('apply -f -', 'deployment.apps/web created', { input: web() });
        await prints('apply -f -', 'deployment.apps/web unchanged', { input: web() });
      },
    ],
    [
      'diff, then apply the change',
      async () => {
        await fails('diff -f -', /\+ +replicas: 3/, { input: web(3) });
        await prints('apply -f -', 'deployment.apps/web configured', { input: web(3) });
        await k('diff -f -', { input: web(3) });
      },
    ],
    [
      'rollout status, wait',
      async () => {
        await prints('rollout status deployment/web --timeout=60s', 'successfully rolled out');
        await prints('wait --for=condition=Available deployment/web --timeout=60s', 'condition met');
        await prints('wait --for=jsonpath={.status.readyReplicas}=3 deployment/web --timeout=60s', 'condition met');
      },
    ],
    [
      'get: wide, yaml, json, jsonpath, custom columns, labels, all',
      async () => {
        await prints('get pods -o wide', /web-\S+ +1\/1 +Running +0 .*\d+\.\d+\.\d+\.\d+ +\S+/);
        await prints('get deployment web -o yaml', 'kind: Deployment');
        check(JSON.parse(await k('get deployment web -o json')).spec.replicas === 3, 'replicas are not 3');
        await prints('get deployment web -o jsonpath={.spec.template.spec.containers[0].image}', 'nginx:1.27');
        await prints('get pods -o custom-columns=N:.metadata.name,P:.status.phase', /N +P\nweb-\S+ +Running/);
        await prints('get pods -l app=web -L app --sort-by=.metadata.name', /APP\nweb-/);
        await prints('get all', 'service/web');
        await prints('get nodes', 'Ready');
      },
    ],
    [
      'get -w follows a change',
      () =>
        raw('get deployment web -w', {
          seconds: 30,
          whileItRuns: async ({ until, stop }) => {
            await until('web');
            await k('scale deployment web --replicas=2');
            await until(/web +2\/2 +2 /);
            stop();
          },
        }),
    ],
    [
      'describe: deployment, pod, node, service',
      async () => {
        await prints('describe deployment web', 'ScalingReplicaSet');
        const pod = await k('get pods -l app=web -o jsonpath={.items[0].metadata.name}');
        await prints(`describe pod ${pod}`, 'Successfully assigned');
        await prints('describe nodes', 'Allocated resources');
        await prints('describe service web', /Endpoints: +\d/);
      },
    ],
    [
      'explain: text, recursive, another version',
      async () => {
        await prints('explain deployment.spec.replicas', 'Number of desired pods');
        await prints('explain pod.spec.containers --recursive', 'imagePullPolicy');
        await prints('explain hpa.spec --api-version=autoscaling/v2', 'scaleTargetRef');
      },
    ],
    [
      'edit with an editor',
      async () => {
        await prints('edit configmap settings', 'edited', { env: { KUBE_EDITOR: edit } });
        await prints('get configmap settings -o jsonpath={.data.color}', 'red');
      },
    ],
    [
      'patch: strategic, merge, json',
      async () => {
        await k(`patch configmap settings -p {"data":{"size":"1"}}`);
        await k(`patch configmap settings --type=merge -p {"data":{"size":null}}`);
        await k(`patch configmap settings --type=json -p [{"op":"add","path":"/data/weight","value":"2"}]`);
        await prints('get configmap settings -o jsonpath={.data}', '{"color":"red","weight":"2"}');
      },
    ],
    [
      'server-side apply, a conflict, force',
      async () => {
        await k('apply --server-side --force-conflicts -f -', { input: web() });
        const other = web(5).split('---\n')[1] ?? '';
        await fails('apply --server-side --field-manager=other -f -', /conflict/i, { input: other });
        await k('apply --server-side --field-manager=other --force-conflicts -f -', { input: other });
      },
    ],
    [
      'strict validation names the field',
      () => fails('apply -f -', /unknown field "spec\.replica"/, { input: web().replace('replicas:', 'replica:') }),
    ],
    [
      'dry runs: client and server',
      async () => {
        await prints('create deployment dry --image=nginx --dry-run=client -o yaml', 'name: dry');
        await prints('create deployment dry --image=nginx --dry-run=server', 'created (server dry run)');
        await fails('get deployment dry', /NotFound/);
      },
    ],
    [
      'create by verbs: deployment, configmap, secret, job, cronjob, service, role, quota',
      async () => {
        await k('create deployment made --image=nginx --replicas=1');
        await k('create configmap made --from-literal=a=b');
        await k('create secret generic made --from-literal=a=b');
        await k('create job made --image=busybox -- true');
        await k('create cronjob made --image=busybox --schedule=@daily -- true');
        await k('create service clusterip made --tcp=80');
        await k('create role made --verb=get --resource=pods');
        await k('create rolebinding made --role=made --serviceaccount=default:default');
        await k('create serviceaccount made');
        await k('create quota made --hard=pods=50');
        await k('create ingress made --rule=a.example/*=made:80');
        await k('create priorityclass made --value=5 --dry-run=server');
      },
    ],
    [
      'label, annotate, set image, set env, expose, autoscale, run',
      async () => {
        await k('label deployment made tier=front');
        await k('annotate deployment made note=here');
        await k('set image deployment/made nginx=nginx:1.28');
        await k('set env deployment/made COLOR=blue');
        await k('expose deployment made --port=80 --name=exposed');
        await k('autoscale deployment made --min=1 --max=3 --cpu-percent=50');
        await k('run lone --image=nginx');
      },
    ],
    [
      'rollout: history, undo, restart, pause, resume',
      async () => {
        await k('rollout status deployment/made --timeout=60s');
        await prints('rollout history deployment/made', 'REVISION');
        await k('rollout undo deployment/made');
        await k('rollout restart deployment/made');
        await k('rollout pause deployment/made');
        await k('rollout resume deployment/made');
        await k('rollout status deployment/made --timeout=60s');
      },
    ],
    [
      'replace, get --raw, events',
      async () => {
        await k('replace -f -', { input: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: made}\ndata: {c: d}\n' });
        await prints('get --raw /readyz', 'ok');
        await prints('get events', 'Scheduled');
        await prints('events', 'Scheduled');
      },
    ],
    [
      'auth can-i, create token',
      async () => {
        await prints('auth can-i create pods', 'yes');
        await fails('auth can-i create pods --as=jane', /no/);
        check((await k('create token made')).trim().split('.').length === 3, 'that is no token');
      },
    ],
    [
      'apply -k, delete -k',
      async () => {
        await prints(`apply -k ${join(folder, 'kustomize')}`, 'deployment.apps/dev-web created');
        await prints('get deployment dev-web -o jsonpath={.spec.template.spec.containers[0].image}', 'nginx:1.29');
        await k(`delete -k ${join(folder, 'kustomize')}`);
      },
    ],
    [
      'apply --prune by a label',
      async () => {
        const labelled = (/** @type {string} */ name) =>
          `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, labels: {set: pruned}}\n---\n`;
        await k('apply -f -', { input: labelled('kept') + labelled('pruned') });
        await prints(
          'apply --prune -l set=pruned --prune-allowlist=core/v1/ConfigMap -f -',
          'configmap/pruned pruned',
          {
            input: labelled('kept'),
          },
        );
      },
    ],
    ['top without a metrics server says so', () => fails('top nodes', /Metrics API not available/)],
    [
      'cordon, uncordon, taint',
      async () => {
        const node = (await k('get nodes -o jsonpath={.items[0].metadata.name}')).trim();
        await k(`cordon ${node}`);
        await prints(`get node ${node}`, 'SchedulingDisabled');
        await k(`uncordon ${node}`);
        await k(`taint node ${node} tour=yes:PreferNoSchedule`);
        await k(`taint node ${node} tour-`);
      },
    ],
    ...(runsPrograms ? podSteps({ k, prints, fails, raw, minor: Number.parseInt(minor, 10) }) : []),
    [
      'delete: by file, by label, a namespace and its end',
      async () => {
        await k('delete -f -', { input: web() });
        await k('delete pod lone --grace-period=0 --force');
        await k('delete all --all');
        await k(`delete namespace ${namespace} --timeout=60s`);
        await fails(`get namespace ${namespace}`, /NotFound/);
      },
    ],
  ];
  return walk(`kubectl ${gitVersion}`, /** @type {[string, () => Promise<unknown>][]} */ (steps));
}

/** What needs programs in pods. @param {any} tools */
function podSteps({ k, prints, fails, raw, minor }) {
  const execs = minor >= WEBSOCKET_SINCE.exec;
  const forwards = minor >= WEBSOCKET_SINCE.portForward;
  const refused = /WebSocket/;
  return [
    [
      'pods run',
      async () => {
        await k('apply -f -', { input: kubia });
        await k('wait --for=condition=Ready pod/kubia --timeout=60s');
      },
    ],
    [
      'logs: whole, tail, follow to the end',
      async () => {
        await prints('logs kubia --tail=1', 'Kubia server');
        await k('apply -f -', { input: talker });
        await k('wait --for=condition=Ready pod/talker --timeout=60s');
        await prints('logs -f talker', 'one\ntwo\nthree\n', { seconds: 30 });
      },
    ],
    [
      execs ? 'exec: output, exit code, standard input' : 'exec over SPDY is refused, and says what to do',
      async () => {
        if (!execs) return fails('exec kubia -- hostname', refused);
        await prints('exec kubia -- hostname', 'kubia');
        await fails('exec kubia -- sh -c "exit 3"', /exit code 3/);
        await prints('exec -i kubia -- cat', 'through', { input: 'through\n' });
      },
    ],
    ...(execs
      ? [
          [
            'attach, debug',
            async () => {
              await raw('attach kubia', {
                seconds: 20,
                whileItRuns: async (/** @type {{ stop(): void }} */ { stop }) => {
                  await pause(1_000);
                  stop();
                },
              });
              await k('debug kubia --image=busybox --container=debugger -- sleep 60');
              await prints('get pod kubia -o jsonpath={.spec.ephemeralContainers[0].name}', 'debugger');
            },
          ],
        ]
      : []),
    [
      forwards ? 'port-forward: several requests' : 'port-forward over SPDY is refused',
      async () => {
        if (!forwards) return fails('port-forward pod/kubia :8080', refused, { seconds: 10 });
        await raw('port-forward pod/kubia :8080', {
          seconds: 30,
          whileItRuns: async (
            /** @type {{ until(text: RegExp): Promise<string>, stop(): void }} */ { until, stop },
          ) => {
            const [, port] = /127\.0\.0\.1:(\d+)/.exec(await until(/127\.0\.0\.1:\d+/)) ?? [];
            for (let i = 0; i < 3; i++) {
              const text = await (await fetch(`http://127.0.0.1:${port}/`)).text();
              check(text.includes("You've hit kubia"), `the pod answered: ${text}`);
            }
            stop();
          },
        });
      },
    ],
    [
      'drain a node, and let it back',
      async () => {
        const node = (await k('get pod kubia -o jsonpath={.spec.nodeName}')).trim();
        await prints(
          `drain ${node} --ignore-daemonsets --force --delete-emptydir-data --timeout=90s --grace-period=1`,
          'drained',
          {
            seconds: 100,
          },
        );
        await k(`uncordon ${node}`);
      },
    ],
  ];
}

/** The words of a line; double quotes around one with spaces. @param {string} line */
function words(line) {
  return [...line.matchAll(/"([^"{}]*)"(?=\s|$)|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
