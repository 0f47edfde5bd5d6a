/** `hops`: the last requests of the simulated network, hop by hop; `hops 3`: the last three; `hops -l`: one line each. */
import { requestLine, requestLines } from '../../tools/hopText';
import { program } from '../program';

/** How many `-l` lists. */
const LISTED = 20;
const MOST = 1000;

export const hops = program('hops', { flags: 'l' }, async ({ options, operands, io, world, complain, misuse }) => {
  const [given] = operands;
  if (operands.length > 1 || (given !== undefined && !/^[1-9]\d{0,3}$/.test(given))) {
    return misuse(`a number of requests is wanted, not '${operands.join(' ')}'`);
  }
  if (world.network === undefined) {
    await complain('only a simulated cluster tells where its requests went');
    return 1;
  }
  const isList = options.has('l');
  const count = Math.min(MOST, Number(given ?? (isList ? LISTED : 1)));
  const records = await world.network.requests(count);
  if (records.length === 0) await io.out('No requests yet.\n');
  else if (isList) await io.out(records.map((record) => `${requestLine(record)}\n`).join(''));
  else await io.out(`${records.map((record) => requestLines(record).join('\n')).join('\n\n')}\n`);
  return 0;
});
