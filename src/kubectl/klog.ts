/**
 * Lines that kubectl writes by its log library instead of as messages: `W1121 08:13:23.313765    5266 helpers.go:719] ...`.
 * Models k8s.io/klog/v2, formatHeader.
 */
import { formatMicroTime } from '../api/meta/time';
import type { Environment, Io } from './environment';

/** Where a klog line stands in for a process id, which nothing here has. */
const PROCESS = 1;

/** Writes one note (`I`), warning (`W`), error (`E`) or last word (`F`) to standard error; `source` is the place in Kubernetes' code that says it. */
export function klog(severity: 'I' | 'W' | 'E' | 'F', source: string, text: string, io: Io, env: Environment): void {
  const [date = '', time = ''] = formatMicroTime(env.clock.now()).slice(0, -1).split('T');
  const day = date.slice(5).replace('-', '');
  void io.err(`${severity}${day} ${time} ${String(PROCESS).padStart(7)} ${source}] ${text}\n`);
}
