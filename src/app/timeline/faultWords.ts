/** What each fault is called on the time bar. */
import type { Fault } from '../../client/simulation';
import type { TextKey } from '../i18n/text';

/** The sentence table's key for a fault's name. */
export const FAULT_WORDS: Readonly<Record<Fault['type'], TextKey>> = {
  killContainer: 'actions.killContainer',
  exitContainer: 'actions.exitContainer',
  hangContainer: 'actions.hangContainer',
  resumeContainer: 'actions.resumeContainer',
  growMemory: 'actions.growMemory',
  burnCpu: 'actions.burnCpu',
  removeContainerFile: 'actions.removeContainerFile',
  breakRegistry: 'actions.breakRegistry',
  mendRegistry: 'actions.mendRegistry',
  stopUpstreamDns: 'actions.stopUpstreamDns',
  startUpstreamDns: 'actions.startUpstreamDns',
  breakEndpoint: 'timeline.breakEndpoint',
  mendEndpoint: 'timeline.mendEndpoint',
  breakExec: 'timeline.breakEndpoint',
  mendExec: 'timeline.mendEndpoint',
  cutNetwork: 'actions.cutNetwork',
  powerOff: 'actions.powerOff',
  bringBack: 'actions.bringBack',
  stopKubelet: 'actions.stopKubelet',
  startKubelet: 'actions.startKubelet',
  removeNode: 'actions.removeNode',
  addNode: 'actions.addNode',
  reboot: 'actions.reboot',
  shutDown: 'actions.shutDown',
  takeMemory: 'actions.takeMemory',
  fillDisk: 'actions.fillDisk',
  writeNodeFile: 'timeline.writeNodeFile',
  removeNodeFile: 'timeline.removeNodeFile',
  pauseComponent: 'timeline.pauseComponent',
  resumeComponent: 'timeline.resumeComponent',
  startLoad: 'timeline.startLoad',
  stopLoad: 'timeline.stopLoad',
};
