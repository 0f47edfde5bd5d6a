/** A name with several addresses: a client that is refused at one tries the next. */
import { expect, test } from 'vitest';
import { testKubectl } from '../../tests/testKubectl';

test.each([
  ['nicolaka/netshoot', 'curl -s'],
  ['luksa/kubia', 'wget -qO-'],
])('in %s the tries of %s are told one after the other', async (image, client) => {
  const run = await testKubectl();
  await run(`kubectl run client --image=${image} --command -- sleep 100000`);
  await run('kubectl run kubia --image=luksa/kubia');
  await run('kubectl wait --for=condition=Ready pod/client pod/kubia');
  const ip = await run("kubectl get pod kubia -o jsonpath='{.status.podIP}'");
  const lines = ['192.168.49.3', '192.168.49.4', ip].map((each) => `${each} many`).join('\\n');
  await run(`kubectl exec client -- sh -c 'printf "${lines}\\n" >> /etc/hosts'`);

  expect(await run(`kubectl exec client -- ${client} http://many:8080`)).toBe("You've hit kubia");
  const hops = await run('hops');
  const times = [...hops.matchAll(/^ +([\d.]+) ms {2}/gm)].map(([, ms]) => Number(ms));
  expect(hops.match(/nothing listens on port 8080/g)).toHaveLength(2);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});
