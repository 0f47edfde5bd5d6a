/**
 * The way from a busy program to a new size: use, metrics-server, kubectl top, HorizontalPodAutoscaler. Errors, tables,
 * conditions and reasons are those that a real 1.36.3 gave for the same metrics; what uses how much is simulated.
 */
import { expect, test } from 'vitest';
import { type RunLine, testKubectl } from '../testKubectl';

const ENABLE = 'minikube addons enable metrics-server';

/** `column` of the row that begins with `name`. */
function cell(table: string, name: string, column: string): string | undefined {
  const [head = '', ...rows] = table.split('\n');
  const columns = head.trim().split(/\s{2,}/);
  const row = rows.find((line) => line.startsWith(name));
  return row?.trim().split(/\s{2,}/)[columns.indexOf(column)];
}
const sizeOf = async (run: RunLine, name: string) => cell(await run('kubectl get hpa'), name, 'REPLICAS');
const apply = (run: RunLine, manifest: string) => run(`kubectl apply -f - <<E\n${manifest}\nE`);

test('metrics come with the add-on, some time after it, and go with it', async () => {
  const run = await testKubectl();
  expect(await run('kubectl top pods')).toBe('error: Metrics API not available\n[exit 1]');
  expect(await run('minikube addons list')).toContain('| metrics-server         | minikube | disabled ');
  expect(await run(ENABLE)).toContain("🌟  The 'metrics-server' addon is enabled");
  await run('kubectl run busy --image=busybox -- dd if=/dev/zero of=/dev/null');
  expect(await run('kubectl get apiservice v1beta1.metrics.k8s.io')).toContain('False (MissingEndpoints)');
  expect(await run('kubectl top pods')).toBe('error: Metrics API not available\n[exit 1]');
  expect(await run('kubectl get --raw /apis/metrics.k8s.io/v1beta1/nodes')).toBe(
    'Error from server (ServiceUnavailable): the server is currently unable to handle the request\n[exit 1]',
  );
  await run('sleep 45');
  expect(await run('kubectl get apiservice v1beta1.metrics.k8s.io')).toMatch(/kube-system\/metrics-server\s+True/);
  expect(await run('kubectl top pods')).toBe(
    'NAME   CPU(cores)   MEMORY(bytes)   \nbusy   1000m        1Mi             ',
  );
  expect(await run('kubectl top pod busy --no-headers')).toBe('busy   1000m   1Mi   ');
  expect(await run('kubectl get podmetrics')).toBe('NAME   CPU   MEMORY   WINDOW\nbusy   1     1Mi      15s');
  expect(await run('kubectl top pod nosuch')).toBe('Error from server (NotFound): pods "nosuch" not found\n[exit 1]');
  expect(await run('minikube addons disable metrics-server')).toContain('addon is disabled');
  expect(await run('kubectl top nodes')).toBe('error: Metrics API not available\n[exit 1]');
});

test('a stopped metrics-server is told of by the autoscaler', async () => {
  const run = await testKubectl();
  await run(ENABLE);
  await run('kubectl create deployment web --image=nginx');
  await run('kubectl autoscale deployment web --min=1 --max=3 --cpu=50%');
  await run('sleep 60');
  expect(await run('kubectl describe hpa web')).toContain('missing request for cpu in container nginx of Pod web-');
  await run('kubectl delete deployment -n kube-system metrics-server');
  await run('sleep 20');
  expect(await run('kubectl describe hpa web')).toContain(
    'unable to fetch metrics from resource metrics API: the server is currently unable to handle the request (get pods.metrics.k8s.io)',
  );
});

const busy = (command: string) => `
apiVersion: apps/v1
kind: Deployment
metadata: {name: busy}
spec:
  replicas: 2
  selector: {matchLabels: {app: busy}}
  template:
    metadata: {labels: {app: busy}}
    spec:
      terminationGracePeriodSeconds: 1
      containers:
      - {name: main, image: busybox, command: [${command}], resources: {requests: {cpu: 100m}, limits: {cpu: 100m}}}`;

test('a busy loop at its limit scales up, and its end scales down after five minutes', async () => {
  const run = await testKubectl();
  await run(ENABLE);
  await apply(run, busy('dd, if=/dev/zero, of=/dev/null'));
  await run('kubectl autoscale deployment busy --min=1 --max=5 --cpu=30%');
  await run('sleep 75');
  expect(await sizeOf(run, 'busy')).toBe('5');
  const described = await run('kubectl describe hpa busy');
  expect(described).toContain('as a percentage of request):  100% (100m) / 30%');
  expect(described).toMatch(
    /ScalingLimited +True +TooManyReplicas +the desired replica count is more than the maximum/,
  );
  expect(described).toContain('New size: 4; reason: cpu resource utilization (percentage of request) above target');
  expect(described).toContain('New size: 5; reason: cpu resource utilization (percentage of request) above target');

  await apply(run, busy('sleep, infinity'));
  await run('sleep 280');
  expect(await sizeOf(run, 'busy')).toBe('5');
  await run('sleep 120');
  expect(await sizeOf(run, 'busy')).toBe('1');
  expect(await run('kubectl describe hpa busy')).toContain('New size: 1; reason: All metrics below target');
});

test('requests from another pod raise the use of a server until the autoscaler answers', async () => {
  const run = await testKubectl();
  await run(ENABLE);
  await run('kubectl create deployment php --image=registry.k8s.io/hpa-example');
  await run('kubectl set resources deployment php --requests=cpu=200m --limits=cpu=500m');
  await run('kubectl autoscale deployment php --min=1 --max=10 --cpu=50%');
  await run('sleep 60');
  expect(cell(await run('kubectl get hpa'), 'php', 'TARGETS')).toBe('cpu: 0%/50%');
  const ip = await run("kubectl get pods -l app=php -o jsonpath='{.items[0].status.podIP}'");
  await run(
    `kubectl run load --image=busybox:1.28 --restart=Never -- sh -c "while sleep 0.01; do wget -q -O- http://${ip}; done"`,
  );
  await run('sleep 75');
  expect(await run('kubectl top pods -l app=php')).toMatch(/php-\S+ +500m/);
  expect(Number(await sizeOf(run, 'php'))).toBeGreaterThanOrEqual(4);
  expect(await run('kubectl logs load --tail=1')).toContain('OK!OK!OK!');
  await run('kubectl delete pod load --now');
  await run('sleep 420');
  expect(await sizeOf(run, 'php')).toBe('1');
});

test('a command run by exec counts for its container while it runs', async () => {
  const run = await testKubectl();
  await run(ENABLE);
  await run('kubectl run idle --image=busybox -- sleep 10000');
  await run('sleep 40');
  expect(await run('kubectl top pod idle --no-headers')).toMatch(/^idle +0m +1Mi/);
  await run('timeout 60 kubectl exec idle -- sh -c "while true; do :; done"');
  expect(await run('kubectl top pod idle --no-headers')).toMatch(/^idle +(9\d\d|1000)m/);
});

const FARMS = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: farms.stable.example.com}
spec:
  group: stable.example.com
  scope: Namespaced
  names: {plural: farms, singular: farm, kind: Farm}
  versions:
  - name: v1
    served: true
    storage: true
    schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
    subresources:
      status: {}
      scale: {specReplicasPath: .spec.replicas, statusReplicasPath: .status.replicas, labelSelectorPath: .status.selector}`;

test('a custom resource with a scale is scaled like any other', async () => {
  const run = await testKubectl();
  await run(ENABLE);
  await apply(run, FARMS);
  await run('sleep 2');
  await apply(run, 'apiVersion: stable.example.com/v1\nkind: Farm\nmetadata: {name: f}\nspec: {replicas: 1}');
  await run(`kubectl patch farm f --subresource=status --type=merge -p '{"status":{"selector":"app=busy"}}'`);
  await apply(run, busy('dd, if=/dev/zero, of=/dev/null').replace('replicas: 2', 'replicas: 1'));
  const target = 'scaleTargetRef: {apiVersion: stable.example.com/v1, kind: Farm, name: f}';
  await apply(
    run,
    `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: f}\nspec: {maxReplicas: 2, ${target}}`,
  );
  await run('sleep 60');
  expect(await run("kubectl get farm f -o jsonpath='{.spec.replicas}'")).toBe('2');
});
