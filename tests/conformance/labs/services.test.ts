/** Labs 35 to 39, of Services, played from the terminal: each observation that they promise. */
import { expect, test } from 'vitest';
import { Lab } from './labStage';

const NODES = ['192.168.49.2', '192.168.49.3', '192.168.49.4'] as const;

test('lab 35: a Service with named ports gets an address of the cloud, spreads requests, and refuses without endpoints', async () => {
  const lab = await Lab.start('my-replicaset-and-service');
  await lab.text('minikube addons enable cloud-provider');
  await lab.text('kubectl create -f my-replicaset-and-service.yaml');
  expect(await lab.text('kubectl get svc my-service')).toMatch(/<pending> +80:3\d{4}\/TCP,443:3\d{4}\/TCP/);
  const address = await addressOf(lab);
  expect(await lab.text('kubectl describe svc my-service')).toMatch(/EnsuredLoadBalancer +.* +Ensured load balancer/);
  await lab.until('kubectl get pods', /(.*1\/1.*\n){3}/, 30);
  await lab.pass(2);
  const answers = await lab.text(`for i in $(seq 20); do curl -s http://${address}; done`);
  expect(new Set(answers.match(/my-replicaset-\w{5}/g)).size).toBe(3);
  expect(answers.split('\n').every((line) => line.startsWith("You've hit my-replicaset-"))).toBe(true);
  expect(await lab.text('kubectl get endpoints my-service')).toContain('Warning: v1 Endpoints is deprecated in v1.33+');
  await lab.text(`kubectl patch svc my-service -p '{"spec":{"selector":{"app":"typo"}}}'`);
  await lab.pass(2);
  expect(await lab.text('kubectl get endpoints my-service')).toMatch(/my-service +<none>/);
  expect(await lab.type(`curl http://${address}`)).toMatchObject({
    code: 7,
    text: expect.stringContaining('Failed to connect'),
  });
  await lab.text(`kubectl patch svc my-service -p '{"spec":{"selector":{"app":"myapp"}}}'`);
  await lab.text('kubectl delete rs my-replicaset');
  await lab.pass(60);
  expect(await lab.type(`curl http://${address}`)).toMatchObject({ code: 7 });
});

test('lab 36: a Service is found by variables, names and aliases, and no ping comes back from it', async () => {
  const lab = await Lab.start('my-replicaset-and-service', 'db-service-externalname');
  // The ReplicaSet first: its pods are older than the Service.
  await lab.text("sed '/^---/,$d' my-replicaset-and-service.yaml | kubectl apply -f -");
  await lab.until('kubectl get pods', /(.*1\/1.*\n){3}/, 30);
  await lab.text('kubectl apply -f my-replicaset-and-service.yaml');
  const first = async () => (await lab.text('kubectl get pods -o name')).split('\n')[0] ?? '';
  const old = await first();
  expect(await lab.type(`kubectl exec ${old} env`)).toMatchObject({
    code: 1,
    text: expect.stringContaining('is not supported anymore'),
  });
  expect(await lab.text(`kubectl exec ${old} -- env`)).not.toContain('MY_SERVICE');
  await lab.text('kubectl delete pods --all');
  await lab.until('kubectl get pods', /(.*1\/1.*\n){3}/, 90);
  const pod = await first();
  const variables = await lab.text(`kubectl exec ${pod} -- env`);
  expect(variables).toMatch(/^MY_SERVICE_SERVICE_HOST=10\./m);
  expect(variables).toMatch(/^MY_SERVICE_SERVICE_PORT=80$/m);
  expect(await lab.text(`kubectl exec ${pod} -- cat /etc/resolv.conf`)).toBe(
    'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5',
  );
  for (const name of ['my-service', 'my-service.default', 'my-service.default.svc.cluster.local']) {
    expect(await lab.text(`kubectl exec ${pod} -- curl -s http://${name}`)).toMatch(/^You've hit my-replicaset-/);
  }
  await lab.text('kubectl create namespace elsewhere');
  await lab.text('kubectl -n elsewhere run there --image=busybox --command -- sleep infinity');
  await lab.until('kubectl -n elsewhere get pods', /1\/1/, 30);
  const there = 'kubectl -n elsewhere exec there --';
  expect(await lab.type(`${there} wget -qO- http://my-service`)).toMatchObject({ code: 1 });
  expect(await lab.text(`${there} wget -qO- http://my-service.default`)).toMatch(/^You've hit/);
  const ping = await lab.type(`${there} ping -c 3 -W 1 my-service.default`);
  expect(ping).toMatchObject({ code: 1, text: expect.stringContaining('100% packet loss') });
  const lost = { code: 1, text: expect.stringContaining('100% packet loss') };
  expect(await lab.type(`kubectl exec ${pod} -- ping -c 3 my-service`)).toMatchObject(lost);
  await lab.text('kubectl apply -f db-service-externalname.yaml');
  await lab.pass(2);
  expect(await lab.text('kubectl get svc db-service')).toMatch(/ExternalName +<none> +database\.example\.com/);
  const alias = async () => (await lab.type(`${there} nslookup db-service.default.svc.cluster.local`)).text;
  expect(await alias()).toContain('canonical name = database.example.com');
  const inside =
    'kubectl run asks --image=busybox --restart=Never --rm -i --command -- nslookup db-service.default.svc.cluster.local';
  expect(await lab.type(inside)).toMatchObject({ code: 0, text: expect.stringContaining('192.0.2.83') });
  await lab.text(`kubectl patch svc db-service -p '{"spec":{"externalName":"api.example.com"}}'`);
  await lab.pass(2);
  expect(await alias()).toContain('canonical name = api.example.com');
});

test('lab 37: readiness moves a pod in and out of the endpoints, and never restarts it', async () => {
  const lab = await Lab.start('readiness-exec', 'readiness-http');
  await lab.text('kubectl create -f readiness-exec.yaml');
  await lab.until('kubectl get pods', /(.*0\/1 +Running +0.*\n){3}/, 30);
  await lab.until('kubectl get events', /Unhealthy.*Readiness probe failed: ls:/, 30);
  expect(await lab.text('kubectl get endpoints kubia-ready')).toMatch(/kubia-ready +\d+s$/m);
  await lab.text('kubectl run client --image=curlimages/curl --command -- sleep infinity');
  await lab.until('kubectl get pod client', /1\/1/, 30);
  const curl = 'kubectl exec client -- curl -s -m 3 http://kubia-ready';
  expect(await lab.type(curl)).toMatchObject({ code: 7 });
  const pod = (await lab.text('kubectl get pods -l app=kubia-ready -o name')).split('\n')[0]?.replace('pod/', '') ?? '';
  await lab.text(`kubectl exec ${pod} -- touch /var/ready`);
  expect(await lab.until(`kubectl get pod ${pod}`, /1\/1/, 11)).toBeLessThanOrEqual(11);
  await lab.pass(2);
  const ready = `kubectl get endpointslices -l kubernetes.io/service-name=kubia-ready -o jsonpath='{.items[0].endpoints[*].conditions.ready}'`;
  expect((await lab.text(ready)).split(' ').filter((each) => each === 'true')).toHaveLength(1);
  const loop = `kubectl exec client -- sh -c 'for i in 1 2 3 4 5 6; do curl -s http://kubia-ready; done'`;
  expect(new Set((await lab.text(loop)).split('\n'))).toEqual(new Set([`You've hit ${pod}`]));
  await lab.text(`kubectl exec ${pod} -- rm /var/ready`);
  const seconds = await lab.until(`kubectl get pod ${pod}`, /0\/1/, 41);
  expect(seconds).toBeGreaterThan(18);
  await lab.pass(2);
  expect((await lab.text(ready)).split(' ')).not.toContain('true');
  expect(await lab.type(curl)).toMatchObject({ code: 7 });
  expect(await lab.text('kubectl get pods -l app=kubia-ready')).toMatch(/(.*0\/1 +Running +0 .*\n?){3}$/);
});

test('lab 38: every node answers for a NodePort, wherever the pods are; bad ports are refused; without a cloud no address comes', async () => {
  const lab = await Lab.start(
    ...[
      'my-replicaset-and-service',
      'nodeport-service',
      'nodeport-out-of-range.invalid',
      'service-kind-capital.invalid',
    ],
  );
  await lab.text('kubectl apply -f my-replicaset-and-service.yaml -f nodeport-service.yaml');
  await lab.until('kubectl get pods', /(.*1\/1.*\n){3}/, 30);
  await lab.pass(2);
  for (const node of NODES) expect(await lab.text(`curl -s http://${node}:30123`)).toMatch(/^You've hit/);
  await lab.text('kubectl scale rs my-replicaset --replicas=1');
  await lab.pass(60);
  for (const node of NODES) expect(await lab.text(`curl -s http://${node}:30123`)).toMatch(/^You've hit/);
  const range = 'provided port is not in the valid range. The range of valid ports is 30000-32767';
  expect((await lab.type('kubectl create -f nodeport-out-of-range.invalid.yaml')).text).toContain(range);
  expect((await lab.type('kubectl create -f service-kind-capital.invalid.yaml')).text).toContain('kind not set');
  const second = await lab.type('kubectl create service nodeport other --tcp=80:8080 --node-port=30123');
  expect(second.text).toContain('provided port is already allocated');
  await lab.pass(600);
  expect(await lab.text('kubectl get svc my-service')).toContain('<pending>');
  const nodes = new Set(lab.reqs(/:30123/).flatMap(({ code, node }) => (code === 200 ? [node] : [])));
  expect([...nodes].sort()).toEqual(['worker-1', 'worker-2', 'worker-3']);
});

test('lab 39: Cluster answers everywhere with a second hop; Local keeps the address, and times out without a pod', async () => {
  const lab = await Lab.start('my-replicaset-and-service', 'etp-cluster', 'etp-local', 'etp-lowercase.invalid');
  await lab.text('kubectl apply -f my-replicaset-and-service.yaml -f etp-cluster.yaml -f etp-local.yaml');
  await lab.text('kubectl scale rs my-replicaset --replicas=1');
  await lab.pass(60);
  const home = await lab.text(`kubectl get pods -o jsonpath='{.items[0].spec.nodeName}'`);
  for (const node of NODES) expect(await lab.text(`curl -s -m 3 http://${node}:30125`)).toMatch(/^You've hit/);
  for (const node of NODES) {
    const { code } = await lab.type(`curl -s -m 3 http://${node}:30124`);
    expect(code).toBe(`worker-${Number(node.at(-1)) - 1}` === home ? 0 : 28);
  }
  const refused = await lab.type('kubectl create -f etp-lowercase.invalid.yaml');
  expect(refused.text).toContain('Unsupported value: "local": supported values: "Cluster", "Local"');
  const cluster = lab.reqs(/:30125/);
  expect(cluster.filter(({ hops }) => hops === 2)).toHaveLength(2);
  expect(cluster.every(({ code, clientIP, realIP }) => code === 200 && clientIP !== realIP)).toBe(true);
  const local = lab.reqs(/:30124/);
  expect(local.filter(({ error }) => error === 'timeout')).toHaveLength(2);
  const [answered, ...more] = local.filter(({ code }) => code === 200);
  expect(more).toEqual([]);
  expect(answered).toMatchObject({ hops: 1, clientIP: '192.168.49.1', realIP: '192.168.49.1', node: home });
});

test('lab 39: with two pods on one node and one on another, Local spreads by node and not by pod', async () => {
  const lab = await Lab.start('my-replicaset-and-service', 'etp-local');
  await lab.text('kubectl cordon worker-3');
  await lab.text('kubectl apply -f my-replicaset-and-service.yaml -f etp-local.yaml');
  await lab.until('kubectl get pods', /(.*1\/1.*\n){3}/, 30);
  await lab.pass(2);
  for (const node of NODES.slice(0, 2)) await lab.text(`for i in $(seq 150); do curl -s http://${node}:30124; done`);
  const perPod = new Map<string, number>();
  for (const { pod, code } of lab.reqs(/:30124/)) if (code === 200) perPod.set(pod, (perPod.get(pod) ?? 0) + 1);
  const [few = 0, some = 0, most = 0] = [...perPod.values()].sort((x, y) => x - y);
  expect(most).toBe(150);
  expect(few + some).toBe(150);
  expect(few).toBeGreaterThan(50);
});

/** The address of the cloud, once it is there. */
async function addressOf(lab: Lab): Promise<string> {
  const line = `kubectl get svc my-service -o jsonpath='{.status.loadBalancer.ingress[0].ip}'`;
  expect(await lab.until(line, /\d/, 30)).toBeLessThanOrEqual(30);
  return lab.text(line);
}
