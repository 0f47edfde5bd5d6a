/** One scene for each recording. */
import type { Scene } from '../scene';
import { curlVersions, httpFailures, ping, timeouts } from './clients';
import { dnsAway, externalName, names, querySequences } from './dns';
import { ingressHttp, ingressTls } from './ingress';
import { externalTrafficLocal, internalTrafficLocal, loadBalancer, nftables, nodePort } from './nodes';
import { endpointsGoingAway, noReadyEndpoints, podsByAddress, ports, ready } from './services';

/** By the recording's file name. */
export const scenes: Readonly<Record<string, Scene>> = {
  '01-clusterip-ready': ready,
  '02-dns-names': names,
  '03-dns-query-sequences': querySequences,
  '04-no-ready-endpoints': noReadyEndpoints,
  '06-externalname': externalName,
  '08-ports': ports,
  '09-nodeport': nodePort,
  '10-external-traffic-local': externalTrafficLocal,
  '11-internal-traffic-local': internalTrafficLocal,
  '12-loadbalancer': loadBalancer,
  '13-ping': ping,
  '14-pods-by-address': podsByAddress,
  '15-http-failures': httpFailures,
  '16-dns-away': dnsAway,
  '17-timeouts': timeouts,
  '18-nftables-mode': nftables,
  '19-curl-8-messages': curlVersions,
  '20-ingress-http': ingressHttp,
  '21-ingress-tls': ingressTls,
  '22-endpoints-going-away': endpointsGoingAway,
};
