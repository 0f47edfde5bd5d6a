import { expect, test } from 'vitest';
import type { Process } from '../runtime/process';
import { kubeProxySettings } from './kubeProxy';

/** What a proxy makes of its flags and of the text of its configuration, if there is one. */
function settings(argv: readonly string[], config?: string) {
  const files = { read: () => config } as unknown as Process['files']; // All that is asked of it.
  return kubeProxySettings({ argv: ['kube-proxy', ...argv], files });
}
const file = '--config=/var/lib/kube-proxy/config.conf';

test.each([
  ['mode: ""\nnodePortAddresses: null\n', 'iptables', [], true],
  ['mode: nftables\n', 'nftables', ['primary'], false],
  [
    'mode: "iptables"\nnodePortAddresses:\n- primary\n- 10.0.0.0/8\noomScoreAdj: null\n',
    'iptables',
    ['primary', '10.0.0.0/8'],
    true,
  ],
  [
    'nodePortAddresses: ["127.0.0.0/8"]\niptables:\n  localhostNodePorts: false\nmode: iptables\n',
    'iptables',
    ['127.0.0.0/8'],
    false,
  ],
] as const)('configuration %j', (config, mode, nodePortAddresses, localhostNodePorts) => {
  expect(settings([file, '--proxy-mode=nftables'], config)).toEqual({ mode, nodePortAddresses, localhostNodePorts });
});

test('without a file the flags count', () => {
  expect(settings(['--proxy-mode', 'nftables', '--nodeport-addresses=10.0.0.0/8,primary'])).toMatchObject({
    mode: 'nftables',
    nodePortAddresses: ['10.0.0.0/8', 'primary'],
  });
});

test('a file that is not there, and a mode that is none, end it', () => {
  expect(settings([file])).toBeUndefined();
  expect(settings([file], 'mode: ipvs\n')).toBeUndefined();
  expect(settings(['--proxy-mode=userspace'])).toBeUndefined();
});
