/**
 * The flags of `logs` as the API's options.
 * Models ToLogOptions and Validate of staging/src/k8s.io/kubectl/pkg/cmd/logs/logs.go (v1.36.3).
 */
import { formatTime } from '../../../api/meta/time';
import type { Invocation } from '../../command';
import { CommandError } from '../../errors';
import { parseGoTime } from './goTime';

/** Lines per container when pods come from a selector. */
const SELECTOR_TAIL = 10;

/** Query parameters of `.../log`, but for the container. Throws CommandError. */
export type LogQuery = Readonly<Record<string, string>>;

/** `hasSelector`: whether `-l` was given, which shortens what is shown. */
export function logQueryOf({ flags }: Invocation, hasSelector: boolean): LogQuery {
  const tail = flags.int('tail');
  const query: Record<string, string> = {};
  if (flags.bool('follow')) query['follow'] = 'true';
  if (flags.bool('previous')) query['previous'] = 'true';
  if (flags.bool('timestamps')) query['timestamps'] = 'true';
  if (flags.bool('insecure-skip-tls-verify-backend')) query['insecureSkipTLSVerifyBackend'] = 'true';
  if (flags.string('since-time') !== '') query['sinceTime'] = formatTime(parseGoTime(flags.string('since-time')));
  if (flags.int('limit-bytes') !== 0) query['limitBytes'] = String(flags.int('limit-bytes'));
  const sinceMs = flags.durationMs('since');
  if (sinceMs !== 0) query['sinceSeconds'] = String(Math.sign(sinceMs) * Math.round(Math.abs(sinceMs) / 1000));
  if (hasSelector && tail === -1 && !flags.changed('tail')) query['tailLines'] = String(SELECTOR_TAIL);
  else if (tail !== -1) query['tailLines'] = String(tail);
  return query;
}

/** Throws CommandError for flags that cannot stand together or have no meaning. */
export function checkLogFlags({ flags, args }: Invocation): void {
  const container = args[1] ?? flags.string('container');
  if (flags.string('since-time') !== '' && flags.durationMs('since') !== 0) {
    throw new CommandError('at most one of `sinceTime` or `sinceSeconds` may be specified');
  }
  if (flags.bool('all-containers') && container !== '') {
    throw new CommandError(`--all-containers=true should not be specified with container name ${container}`);
  }
  if (flags.changed('container') && args.length === 2) {
    throw new CommandError('only one of -c or an inline [CONTAINER] arg is allowed');
  }
  if (flags.int('limit-bytes') < 0) throw new CommandError('--limit-bytes must be greater than 0');
  if (flags.durationMs('since') < 0) throw new CommandError('--since must be greater than 0');
  if (flags.int('tail') < -1) throw new CommandError('--tail must be greater than or equal to -1');
}
