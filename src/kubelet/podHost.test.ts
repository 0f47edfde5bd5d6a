/** What a pod's containers are told of names and Services. */
import { expect, test } from 'vitest';
import { testKubectl } from '../../tests/testKubectl';
import { USUAL_ADDONS } from '../addons/usualAddons';

const busybox = (name: string, spec = '') => `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec:
  containers: [{name: main, image: busybox:1.36, command: [sleep, "100000"]}]
${spec.replace(/^/gm, '  ')}
`;

async function inPod(spec: string) {
  const run = await testKubectl();
  await run(`kubectl apply -f - <<E\n${busybox('p', spec)}E`);
  await run('kubectl wait --for=condition=Ready pod/p');
  return { run, read: (path: string) => run(`kubectl exec p -- cat ${path}`) };
}

const CLUSTER =
  'search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5';
const NODE = 'nameserver 192.168.49.1';

test.each([
  ['', CLUSTER],
  ['dnsPolicy: Default', NODE],
  ['hostNetwork: true', NODE],
  ['hostNetwork: true\ndnsPolicy: ClusterFirstWithHostNet', CLUSTER],
  [
    'dnsPolicy: None\ndnsConfig: {nameservers: [1.1.1.1], searches: [my.dns.search.suffix], options: [{name: ndots, value: "2"}, {name: edns0}]}',
    'search my.dns.search.suffix\nnameserver 1.1.1.1\noptions ndots:2 edns0',
  ],
  [
    'dnsConfig: {searches: [shop.test], options: [{name: ndots, value: "1"}]}',
    'search default.svc.cluster.local svc.cluster.local cluster.local shop.test\nnameserver 10.96.0.10\noptions ndots:1',
  ],
])('a pod with %j asks whom it should', async (spec, resolvConf) => {
  const { read } = await inPod(spec);
  expect(await read('/etc/resolv.conf')).toBe(resolvConf);
});

test('more servers than a C library reads are left out, and the pod is told', async () => {
  const { run, read } = await inPod('dnsConfig: {nameservers: [1.1.1.1, 8.8.8.8, 9.9.9.9]}');
  expect(await read('/etc/resolv.conf')).toContain(
    'nameserver 10.96.0.10\nnameserver 1.1.1.1\nnameserver 8.8.8.8\noptions',
  );
  expect(await run('kubectl events --for pod/p')).toMatch(
    /Warning +DNSConfigForming .*Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: 10\.96\.0\.10 1\.1\.1\.1 8\.8\.8\.8/,
  );
});

test('host aliases and the full name of a pod with a subdomain stand in its hosts file', async () => {
  const { read } = await inPod(
    'hostname: busy\nsubdomain: db\nhostAliases: [{ip: 127.0.0.1, hostnames: [foo.local, bar.local]}]',
  );
  const hosts = await read('/etc/hosts');
  expect(hosts).toMatch(/\n10\.244\.\d\.\d+\tbusy\.db\.default\.svc\.cluster\.local\tbusy\n/);
  expect(hosts).toMatch(/\n# Entries added by HostAliases\.\n127\.0\.0\.1\tfoo\.local\tbar\.local$/);
});

test('only a container that starts after a Service has its variables', async () => {
  const run = await testKubectl();
  await run(`kubectl apply -f - <<E\n${busybox('old')}E`);
  await run('kubectl wait --for=condition=Ready pod/old');
  await run('kubectl create service clusterip my-service --tcp=80:8080 --tcp=443:8443');
  await run('kubectl create service clusterip headless --clusterip=None');
  await run('kubectl create service externalname ext --external-name=api.example.com');
  await run(`kubectl apply -f - <<E\n${busybox('new')}---\n${busybox('unlinked', 'enableServiceLinks: false')}E`);
  await run('kubectl wait --for=condition=Ready pod/new pod/unlinked');
  const variables = async (pod: string) =>
    (await run(`kubectl exec ${pod} -- env`)).split('\n').filter((line) => /^(MY_SERVICE|HEADLESS|EXT)_/.test(line));
  const ip = await run("kubectl get service my-service -o jsonpath='{.spec.clusterIP}'");
  expect(await variables('old')).toEqual([]);
  expect(await variables('unlinked')).toEqual([]);
  expect((await variables('new')).sort()).toEqual(
    [
      `MY_SERVICE_SERVICE_HOST=${ip}`,
      'MY_SERVICE_SERVICE_PORT=80',
      'MY_SERVICE_SERVICE_PORT_80_8080=80',
      'MY_SERVICE_SERVICE_PORT_443_8443=443',
      `MY_SERVICE_PORT=tcp://${ip}:80`,
      ...[80, 443].flatMap((port) => [
        `MY_SERVICE_PORT_${port}_TCP=tcp://${ip}:${port}`,
        `MY_SERVICE_PORT_${port}_TCP_PROTO=tcp`,
        `MY_SERVICE_PORT_${port}_TCP_PORT=${port}`,
        `MY_SERVICE_PORT_${port}_TCP_ADDR=${ip}`,
      ]),
    ].sort(),
  );
  expect(await run('kubectl exec unlinked -- env')).toContain('KUBERNETES_SERVICE_HOST=10.96.0.1');
});

test('without CoreDNS a program of Alpine waits five seconds for a name, one of Debian is told at once', async () => {
  const run = await testKubectl({ addons: USUAL_ADDONS });
  await run('kubectl -n kube-system scale deployment coredns --replicas=0');
  await run('kubectl run alpine --image=alpine --command -- sleep 100000');
  await run('kubectl run debian --image=nginx --command -- sleep 100000');
  await run('sleep 40');
  const seconds = async (pod: string) => {
    const script = 'date +%s; curl -s http://kubernetes || wget -qO- http://kubernetes; date +%s';
    const numbers = (await run(`kubectl exec ${pod} -- sh -c '${script}'`)).match(/^\d+$/gm) ?? [];
    return Number(numbers.at(-1)) - Number(numbers[0]);
  };
  expect(await seconds('debian')).toBe(0);
  expect(await seconds('alpine')).toBe(5);
});
