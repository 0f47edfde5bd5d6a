/** A pod that names its node fits no other. Models pkg/scheduler/framework/plugins/nodename (v1.36.3). */
import { type Plugin, unresolvable } from '../framework';

const REASON = "node(s) didn't match the requested node name";

export const nodeName: Plugin = {
  name: 'NodeName',
  preFilter: ({ spec }) => ({
    type: 'filter',
    filter: ({ name }) => ((spec.nodeName ?? '') === '' || spec.nodeName === name ? undefined : unresolvable(REASON)),
  }),
  wakes: (event) => event.type === 'nodeAdd',
};
