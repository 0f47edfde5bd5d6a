/** Network tools in pods and on the learner's own machine, as people type them. */
import { expect, test } from 'vitest';
import { USUAL_ADDONS } from '../../src/addons/usualAddons';
import type { Hint } from '../../src/kubectl/environment';
import { InterruptSource } from '../../src/kubectl/interruptSource';
import { simulatedStage } from '../../src/session/simulation';
import { testKubectl } from '../testKubectl';
import { printingIo } from '../testShell';

async function clusterWithKubia() {
  const run = await testKubectl({ addons: USUAL_ADDONS });
  await run('kubectl create deployment kubia --image=luksa/kubia --replicas=2');
  await run('kubectl run bb --image=busybox -- sleep 100000');
  await run('kubectl run toolbox --image=nicolaka/netshoot -- sleep 100000');
  await run('kubectl run deb --image=luksa/kubia --command -- sleep 100000');
  await run('kubectl expose deployment kubia --port=80 --target-port=8080 --type=NodePort');
  await run('sleep 40');
  return run;
}

test('the same name is another program in another image', async () => {
  const run = await clusterWithKubia();
  expect(await run('kubectl exec bb -- wget -qO- http://kubia')).toMatch(/^You've hit kubia-/);
  expect(await run('kubectl exec bb -- wget http://nope')).toContain("wget: bad address 'nope'");
  expect(await run('kubectl exec deb -- wget http://nope')).toContain("wget: unable to resolve host address 'nope'");
  expect(await run('kubectl exec deb -- nslookup kubia')).toContain('executable file not found');
  expect(await run('kubectl exec bb -- ping -c 1 -W 1 kubia')).toContain('56 data bytes');
  expect(await run('kubectl exec toolbox -- ping -c 1 -W 1 kubia')).toContain('56(84) bytes of data.');
  expect(await run('kubectl exec toolbox -- busybox ping -c 1 -W 1 kubia')).toContain('56 data bytes');
  expect(await run('kubectl exec toolbox -- dig +short kubia.default.svc.cluster.local')).toMatch(/^10\./);
  expect(await run('kubectl exec bb -- timeout 3 wget -q -O- http://kubia:81')).toContain('[exit 143]');
  expect(await run('kubectl exec deb -- timeout 3 curl -s http://kubia:81')).toContain('[exit 124]');
});

test('one curl keeps its connection and its pod, and tries again as it is told to', async () => {
  const run = await clusterWithKubia();
  const [first, ...others] = (await run('kubectl exec deb -- curl -s http://kubia http://kubia http://kubia')).split(
    '\n',
  );
  expect(others).toEqual([first, first]);
  await run('kubectl scale deployment kubia --replicas=0');
  await run('sleep 40');
  const again = await run('kubectl exec deb -- curl -sS --retry 3 --retry-connrefused http://kubia; kubectl get pods');
  expect(again).toMatch(/^curl: \(7\) Failed to connect to kubia port 80 after 0 ms: Couldn't connect to server$/m);
  // A retry meets the cluster as it is then.
  await run('kubectl scale deployment kubia --replicas=2');
  expect(await run('kubectl exec deb -- curl -s --retry 5 --retry-delay 10 --retry-connrefused http://kubia')).toMatch(
    /^You've hit kubia-/,
  );
});

test('from outside a node port answers, a Service address does not, and hops tells why', async () => {
  const run = await clusterWithKubia();
  const port = await run("kubectl get service kubia -o jsonpath='{.spec.ports[0].nodePort}'");
  const address = await run("kubectl get service kubia -o jsonpath='{.spec.clusterIP}'");
  expect(await run(`curl -s http://192.168.49.3:${port}`)).toMatch(/^You've hit kubia-/);
  expect(await run('hops')).toMatch(/node port of Service default\/kubia: endpoint [12] of 2[^]*answers 200/);
  expect(await run(`curl -m 2 http://${address}`)).toContain('curl: (28) Connection timed out after 2001 milliseconds');
  expect(await run('curl http://kubia')).toContain('curl: (6) Could not resolve host: kubia');
  await run('echo "192.168.49.2 kubia.example.com" | sudo tee -a /etc/hosts');
  expect(await run(`wget -qO- http://kubia.example.com:${port}`)).toMatch(/^You've hit kubia-/);
  expect(await run(`nc -zv 192.168.49.2 ${port}`)).toBe(`Connection to 192.168.49.2 ${port} port [tcp/*] succeeded!`);
  expect((await run('hops -l')).split('\n')).toHaveLength(4);
  expect(await run('hops many')).toContain('[exit 1]');
});

test('ping without a count goes on until Ctrl-C, and then says what it has seen', async () => {
  const stage = await simulatedStage();
  for (const [line, sums] of [
    ['ping 192.168.49.3', /\n4 packets transmitted, 4 received, 0% packet loss, time 3\d\d\dms\nrtt /],
    ['kubectl exec bb -- ping 192.168.49.3', /^PING 192\.168\.49\.3[^]*seq=2 /],
  ] as const) {
    if (line.startsWith('kubectl')) {
      const io = printingIo(() => {}, new InterruptSource());
      await stage.settle(stage.shell.run('kubectl run bb --image=busybox -- sleep 100000', io));
      await stage.pass(40_000);
    }
    const interrupt = new InterruptSource();
    const said: string[] = [];
    const running = stage.shell.run(
      line,
      printingIo((text) => void said.push(text), interrupt),
    );
    await stage.pass(3_500);
    interrupt.interrupt();
    await stage.settle(running);
    expect(said.join('')).toMatch(sums);
  }
});

test('of addresses inside the cluster a hint is given, of a node that drops what comes none', async () => {
  const { shell, settle, pass } = await simulatedStage({ addons: USUAL_ADDONS });
  const hinted = async (line: string): Promise<readonly string[]> => {
    const hints: string[] = [];
    await settle(
      shell.run(line, {
        ...printingIo(() => {}, new InterruptSource()),
        hint: ({ key }: Hint) => void hints.push(key),
      }),
    );
    return hints;
  };
  await hinted('kubectl run kubia --image=luksa/kubia; kubectl expose pod kubia --port=8080 --type=NodePort');
  await hinted(`kubectl patch service kubia -p '{"spec":{"externalTrafficPolicy":"Local"}}'`);
  await pass(40_000);
  await hinted("PORT=$(kubectl get service kubia -o jsonpath='{.spec.ports[0].nodePort}')");
  expect(await hinted('for i in 2 3 4; do curl -s -m 1 http://192.168.49.$i:$PORT; done')).toEqual([]);
  await hinted("IP=$(kubectl get service kubia -o jsonpath='{.spec.clusterIP}')");
  expect(await hinted('curl -s -m 1 http://$IP:8080')).toEqual(['curlUnreachable']);
});
