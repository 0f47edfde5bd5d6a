/** What containers see of the fields of their pod, as somebody looks at it with kubectl. */
import { expect, test } from 'vitest';
import { type RunLine, testKubectl } from '../testKubectl';

async function cluster(manifest: string): Promise<RunLine> {
  const run = await testKubectl();
  await run(`kubectl apply -f - <<'EOF'\n${manifest.trim()}\nEOF`);
  await run('sleep 8');
  return run;
}

test('a container runs as the user and group it is given, on a root that it cannot write to', async () => {
  const run = await cluster(`
apiVersion: v1
kind: Pod
metadata: {name: strict}
spec:
  hostnameOverride: renamed
  containers:
  - name: main
    image: busybox
    command: [sleep, "3600"]
    workingDir: /tmp
    securityContext: {runAsUser: 1000, runAsGroup: 3000, readOnlyRootFilesystem: true}
`);
  expect(await run('kubectl exec strict -- id')).toContain('uid=1000 gid=3000');
  expect(await run('kubectl exec strict -- pwd')).toBe('/tmp');
  expect(await run('kubectl exec strict -- hostname')).toBe('renamed');
  expect(await run('kubectl exec strict -- touch /root-is-closed')).toContain('Read-only file system');
});

test('what is optional may be missing, and what a container has is told in units', async () => {
  const run = await cluster(`
apiVersion: v1
kind: Pod
metadata: {name: facts}
spec:
  containers:
  - name: main
    image: busybox
    command: [sleep, "3600"]
    resources: {limits: {cpu: 500m, memory: 64Mi}}
    envFrom:
    - configMapRef: {name: nowhere, optional: true}
    env:
    - name: CPU
      valueFrom: {resourceFieldRef: {containerName: main, resource: limits.cpu, divisor: 1m}}
    - name: MEMORY
      valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}
    volumeMounts:
    - {name: all, mountPath: /all}
    - {name: map, mountPath: /map}
  volumes:
  - name: map
    configMap: {name: nowhere, optional: true}
  - name: all
    projected:
      sources:
      - configMap: {name: nowhere, optional: true}
      - secret: {name: nowhere, optional: true}
      - serviceAccountToken: {path: token, audience: vault}
`);
  expect(await run('kubectl exec facts -- ls /map /all')).toBe('/all:\ntoken\n\n/map:');
  expect(await run(`kubectl exec facts -- sh -c 'echo $CPU $MEMORY'`)).toBe('500 64');
  const claims = await run(`kubectl exec facts -- cat /all/token | cut -d. -f2 | base64 -d 2>/dev/null`);
  expect(claims).toContain('"aud":["vault"]');
});

test('a variable comes from a file that an init container wrote', async () => {
  const run = await cluster(`
apiVersion: v1
kind: Pod
metadata: {name: filed}
spec:
  initContainers:
  - name: write
    image: busybox
    command: [sh, -c, "echo NAME=\\\\'kubia\\\\' > /config/env"]
    volumeMounts: [{name: config, mountPath: /config}]
  containers:
  - name: main
    image: busybox
    command: [sleep, "3600"]
    env:
    - name: NAME
      valueFrom: {fileKeyRef: {volumeName: config, path: env, key: NAME}}
    - name: OTHER
      valueFrom: {fileKeyRef: {volumeName: config, path: env, key: OTHER, optional: true}}
  volumes:
  - name: config
    emptyDir: {}
`);
  expect(await run(`kubectl exec filed -c main -- sh -c 'echo $NAME.$OTHER'`)).toBe('kubia.');
});

test('a RuntimeClass gives its pods overhead and chooses their nodes; one that is missing is refused', async () => {
  const run = await cluster(`
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: {name: sandboxed}
handler: runsc
overhead: {podFixed: {cpu: 250m, memory: 120Mi}}
scheduling: {nodeSelector: {sandbox: "yes"}}
---
apiVersion: v1
kind: Pod
metadata: {name: boxed}
spec:
  runtimeClassName: sandboxed
  containers:
  - {name: main, image: nginx}
`);
  expect(await run('kubectl get pod boxed -o jsonpath="{.spec.overhead} {.spec.nodeSelector} {.status.phase}"')).toBe(
    '{"cpu":"250m","memory":"120Mi"} {"sandbox":"yes"} Pending',
  );
  const overrides = `{"spec":{"runtimeClassName":"nowhere"}}`;
  expect(await run(`kubectl run lost --image=nginx --overrides='${overrides}'`)).toContain(
    'pod rejected: RuntimeClass "nowhere" not found',
  );
});

test('a debugging container starts in its folder and sees the processes of its target', async () => {
  const run = await cluster(`
apiVersion: v1
kind: Pod
metadata: {name: kubia}
spec:
  containers:
  - {name: main, image: luksa/kubia}
`);
  const container = { name: 'look', image: 'busybox', workingDir: '/tmp', targetContainerName: 'main' };
  const patch = { spec: { ephemeralContainers: [{ ...container, command: ['sleep', '3600'] }] } };
  await run(`kubectl patch pod kubia --subresource=ephemeralcontainers -p '${JSON.stringify(patch)}'`);
  await run('sleep 5');
  expect(await run('kubectl exec kubia -c look -- pwd')).toBe('/tmp');
  expect(await run('kubectl exec kubia -c look -- ps')).toContain('node app.js');
});
