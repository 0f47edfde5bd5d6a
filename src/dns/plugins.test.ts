import { expect, test } from 'vitest';
import { fingerprint } from './fingerprint';
import { setUp } from './plugins';
import { rewriteName } from './rewrite';

/** With what kubeadm's has, in another order. */
const COREFILE = `.:53 {
    errors
    ready
    health {
       lameduck 5s
    }
    kubernetes cluster.local in-addr.arpa ip6.arpa {
       pods insecure
       ttl 30
       fallthrough in-addr.arpa ip6.arpa
    }
    prometheus :9153
    forward . /etc/resolv.conf {
       max_concurrent 1000
    }
    cache 30 {
       disable denial cluster.local
       disable success cluster.local
    }
    loop
    loadbalance
    reload
}
`;
const PATH = '/etc/coredns/Corefile';
const read = (text: string) =>
  setUp(text, PATH, (file) => (file === '/etc/resolv.conf' ? ['192.168.49.1'] : undefined));

test('a Corefile sets up what it says', () => {
  expect(read(COREFILE)).toEqual([
    {
      zones: [''],
      port: 53,
      errors: true,
      health: { port: 8080, lameduckMs: 5000 },
      ready: 8181,
      metrics: 9153,
      kubernetes: {
        zones: ['cluster.local', 'in-addr.arpa', 'ip6.arpa'],
        ttl: 30,
        pods: 'insecure',
        fallthrough: ['in-addr.arpa', 'ip6.arpa'],
        namespaces: [],
      },
      forward: [{ from: '', to: ['192.168.49.1'], except: [] }],
      cache: { success: 30, denial: 30, noSuccess: ['cluster.local'], noDenial: ['cluster.local'] },
      rewrite: [],
      loop: true,
      reload: { intervalMs: 30_000, jitterMs: 15_000 },
      loadbalance: true,
    },
  ]);
});

test('another configuration has another digest', () => {
  expect(fingerprint(COREFILE)).toMatch(/^[0-9a-f]{128}$/);
  expect(fingerprint(COREFILE.replace('ttl 30', 'ttl 5'))).not.toBe(fingerprint(COREFILE));
});

test.each([
  ['.:53 {\n  proxy . 8.8.8.8\n}', `${PATH}:2 - Error during parsing: Unknown directive 'proxy'`],
  [
    '.:53 {\n  kubernetes cluster.local {\n    pod insecure\n  }\n}',
    `plugin/kubernetes: ${PATH}:3 - Error during parsing: unknown property 'pod'`,
  ],
  [
    '.:53 {\n  kubernetes cluster.local {\n    pods all\n  }\n}',
    'plugin/kubernetes: wrong value for pods: all,  must be one of: disabled, verified, insecure',
  ],
  [
    '.:53 {\n  forward .\n}',
    `plugin/forward: ${PATH}:2 - Error during parsing: Wrong argument count or unexpected line ending after '.'`,
  ],
  ['.:53 {\n  forward . nowhere\n}', 'plugin/forward: not an IP address or file: "nowhere"'],
  ['.:53 {\n  errors\n', `${PATH}:2 - Syntax error: Unexpected token 'errors', expecting '}'`],
  ['.:53 {\n  health {\n    lameduck 5s\n', `${PATH}:3 - Error during parsing: Unexpected EOF`],
  ['.:53 {\n  reload 1s\n}', 'plugin/reload: interval value must be greater or equal to 2s'],
])('%j is refused in the words of CoreDNS', (text, message) => {
  expect(() => read(text)).toThrow(message);
});

test('a stub domain is a server block of its own, and hosts are named on its lines', () => {
  const [root, stub] = read(
    '.:53 {\n  hosts {\n    192.0.2.7 shop.test www.shop.test # ours\n    fallthrough\n  }\n}\nconsul.local:53 {\n  forward . 10.150.0.1\n}',
  );
  expect(root?.hosts).toEqual({
    ttl: 3600,
    fallthrough: [''],
    names: {
      'shop.test': ['192.0.2.7'],
      'www.shop.test': ['192.0.2.7'],
      '7.2.0.192.in-addr.arpa': ['shop.test.'],
    },
  });
  expect(read('. {\n forward . tls://1.1.1.1 10.0.0.2:5353\n}')[0]?.forward[0]?.to).toEqual([
    '1.1.1.1',
    '10.0.0.2:5353',
  ]);
  expect(stub).toMatchObject({ zones: ['consul.local'], forward: [{ from: '', to: ['10.150.0.1'] }] });
});

test.each([
  ['rewrite name old.test new.default.svc.cluster.local', 'old.test', 'new.default.svc.cluster.local', 'old.test'],
  [
    'rewrite name suffix .shop.test .shop.svc.cluster.local answer auto',
    'a.shop.test',
    'a.shop.svc.cluster.local',
    'a.shop.test',
  ],
  ['rewrite name prefix x- y-', 'x-a.test', 'y-a.test', 'y-a.test'],
  [
    'rewrite stop {\n name regex (.*)\\.in\\.test {1}.default.svc.cluster.local\n answer name (.*)\\.default\\.svc\\.cluster\\.local {1}.in.test\n}',
    'a.in.test',
    'a.default.svc.cluster.local',
    'a.in.test',
  ],
])('%j asks for another name and answers for the first', (line, asked, name, answered) => {
  const rewritten = rewriteName(read(`. {\n${line}\n}`)[0]?.rewrite ?? [], asked);
  expect(rewritten.name).toBe(name);
  expect(rewritten.back(name)).toBe(answered);
});
