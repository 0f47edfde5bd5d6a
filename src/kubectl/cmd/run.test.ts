import { expect, test } from 'vitest';
import { testKubectl } from '../../../tests/testKubectl';

test('a pod is labelled with its name, and a Service selects it by that label', async () => {
  const run = await testKubectl();

  expect(await run('kubectl run web --image=nginx --port=80 --expose')).toBe('service/web created\npod/web created');
  expect(await run("kubectl get svc web -o jsonpath='{.spec.selector} {.spec.ports[*].targetPort}'")).toBe(
    '{"run":"web"} 80',
  );
  expect(await run('kubectl run web --image=nginx')).toBe(
    'Error from server (AlreadyExists): pods "web" already exists\n[exit 1]',
  );
});

test('overrides change the pod as a merge, a strategic merge or a JSON patch', async () => {
  const run = await testKubectl();
  const overridden = (flags: string, path: string) =>
    run(`kubectl run web --image=nginx --dry-run=client ${flags} -o jsonpath='{${path}}'`);

  expect(await overridden(`--overrides='{"spec":{"nodeName":"a","dnsPolicy":null}}'`, '.spec')).toBe(
    '{"containers":[{"image":"nginx","name":"web","resources":{}}],"nodeName":"a","restartPolicy":"Always"}',
  );
  const tty = `'{"spec":{"containers":[{"name":"web","tty":true}]}}'`;
  expect(await overridden(`--override-type=strategic --overrides=${tty}`, '.spec.containers[*].image')).toBe('nginx');
  expect(await overridden(`--overrides=${tty}`, '.spec.containers[*].image')).toBe('');
  const patch = `'[{"op":"replace","path":"/metadata/name","value":"other"}]'`;
  expect(await overridden(`--override-type=json --overrides=${patch}`, '.metadata.name')).toBe('other');
  expect(await overridden(`--overrides='{'`, '.spec')).toBe('error: Invalid JSON Patch\n[exit 1]');
});

test.each([
  ["--image='a b'", 'error: Invalid image name "a b": invalid reference format'],
  ['--image=Nginx', 'error: Invalid image name "Nginx": invalid reference format'],
  ['--image=a --env=1=b', 'error: invalid env: 1=b'],
  ['--image=a --labels=b', 'error: unexpected label spec: b'],
  ['--image=a --annotations=b', 'error: invalid annotations format: b'],
  ['--image=a --port=x', 'error: strconv.Atoi: parsing "x": invalid syntax'],
  ['--image=a --wait', 'error: kubeloop: --wait is not simulated'],
  [
    '--image=a -t',
    "error: -i/--stdin is required for containers with -t/--tty=true\nSee 'kubectl run -h' for help and examples",
  ],
  ['--image=a --replicas=2', "error: unknown flag: --replicas\nSee 'kubectl run --help' for usage."],
])('run web %s is refused', async (flags, message) => {
  const run = await testKubectl();
  expect(await run(`kubectl run web ${flags}`)).toBe(`${message}\n[exit 1]`);
});

test('an image may name a registry, a port, a tag and a digest', async () => {
  const run = await testKubectl();
  const image = `localhost:5000/a/b_c:1@sha256:${'a'.repeat(64)}`;
  expect(await run(`kubectl run web --image=${image} --dry-run=client`)).toBe('pod/web created (dry run)');
});

test('an exposed object lends its selector, ports, protocols and labels to the Service', async () => {
  const run = await testKubectl();
  await run(`kubectl create -f - <<'EOF'
kind: ReplicationController
apiVersion: v1
metadata: {name: dns, labels: {tier: infra}}
spec:
  replicas: 0
  selector: {app: dns}
  template:
    metadata: {labels: {app: dns}}
    spec:
      containers: [{name: c, image: nginx, ports: [{containerPort: 80}, {containerPort: 53, protocol: UDP}, {containerPort: 53}]}]
EOF`);
  const ports = "{range .spec.ports[*]}{.name} {.port}/{.protocol}{'\\n'}{end}";

  expect(await run(`kubectl expose rc dns --dry-run=client -o jsonpath="${ports}"`)).toBe(
    'port-1 80/TCP\nport-2-udp 53/UDP\nport-2-tcp 53/TCP',
  );
  expect(
    await run(`kubectl expose rc dns --port=53 --dry-run=client -o jsonpath='{.spec.selector} {.metadata.labels}'`),
  ).toBe('{"app":"dns"} {"tier":"infra"}');
  expect(await run('kubectl expose node minikube --port=80')).toBe('error: cannot expose a Node\n[exit 1]');
});

test('of several objects, the first lends its selector to all Services, as kubectl has it', async () => {
  const run = await testKubectl();
  await run('kubectl create deployment a --image=nginx');
  await run('kubectl create deployment b --image=nginx');

  expect(
    await run(
      "kubectl expose deploy a b --port=80 --dry-run=client -o jsonpath='{.metadata.name}:{.spec.selector.app} '",
    ),
  ).toBe('a:a b:a ');
});

const RECORDED = `All commands and output from this${' '}session will be recorded in container logs, including credentials and sensitive information passed through the command prompt.
If you don't see a command prompt, try pressing enter.
`;

test('an attached pod shows what it prints, also before the attach, and lends its exit code', async () => {
  const run = await testKubectl();

  expect(
    await run("kubectl run a --image=busybox --attach --restart=Never --rm -- sh -c 'echo first; sleep 3; echo last'"),
  ).toBe(`first\n${RECORDED}last\npod "a" deleted from default namespace`);
  expect(await run("kubectl run b --image=busybox --attach --restart=Never -- sh -c 'sleep 3; exit 3'")).toBe(
    `${RECORDED}pod default/b terminated (Error)\n[exit 3]`,
  );
  expect(await run('kubectl get pods -o name')).toBe('pod/b');
});

test('what is typed reaches the container with -i', async () => {
  const run = await testKubectl();
  expect(await run('echo hello | kubectl run a --image=busybox -i --rm -q --restart=Never -- cat')).toBe('hello');
});

test('an attach waits for the pod no longer than it may, and removes it then', async () => {
  const run = await testKubectl();
  expect(await run('kubectl run a --image=no.such/image --attach --rm --pod-running-timeout=5s')).toBe(
    'pod "a" deleted from default namespace\nerror: timed out waiting for the condition\n[exit 1]',
  );
});
