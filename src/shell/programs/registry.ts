/** All programs of the shell. The one place to add a program. */
import type { Program } from '../shell';
import { alias, unalias } from './alias';
import { base64 } from './base64';
import { cat } from './cat';
import { clear } from './clear';
import { complete } from './complete';
import { colon, exit, falseProgram, trueProgram } from './constants';
import { awk } from './awk';
import { cut } from './cut';
import { date } from './date';
import { docker } from './docker/docker';
import { echo } from './echo';
import { editors } from './editors';
import { cp, mv, rm, touch } from './files';
import { cd, mkdir, pwd } from './folders';
import { gcloud } from './gcloud';
import { egrep, grep } from './grep';
import { head } from './head';
import { helpPrograms } from './help';
import { history } from './history';
import { hops } from './hops';
import { fg, jobs, kill, wait } from './jobs';
import { kubectlProgram } from './kubectl';
import { ls } from './ls';
import { basename, dirname } from './names';
import { minikube } from './minikube';
import { networkPrograms } from './network';
import { printf } from './printf';
import { read } from './read';
import { refused } from './refused';
import { sed } from './sed';
import { seq } from './seq';
import { sleep } from './sleep';
import { sort } from './sort';
import { sourcePrograms } from './source';
import { sudo } from './sudo';
import { tail } from './tail';
import { tee } from './tee';
import { bracket, testProgram } from './test';
import { timeout } from './timeout';
import { tr } from './tr';
import { uniq } from './uniq';
import { env, exportProgram, unset } from './variables';
import { watch } from './watch';
import { wc } from './wc';
import { xargs } from './xargs';

const all: readonly Program[] = [
  ...[
    alias,
    base64,
    basename,
    bracket,
    cat,
    cd,
    clear,
    colon,
    complete,
    cp,
    awk,
    cut,
    date,
    dirname,
    docker,
    echo,
    egrep,
    env,
    exit,
    exportProgram,
    falseProgram,
    fg,
    gcloud,
  ],
  ...[
    grep,
    head,
    history,
    hops,
    jobs,
    kill,
    kubectlProgram,
    ls,
    minikube,
    mkdir,
    mv,
    printf,
    pwd,
    read,
    rm,
    sed,
    seq,
    sleep,
  ],
  ...[
    sort,
    sudo,
    tail,
    tee,
    testProgram,
    timeout,
    touch,
    tr,
    trueProgram,
    unalias,
    uniq,
    unset,
    wait,
    watch,
    wc,
    xargs,
  ],
  ...networkPrograms,
  ...sourcePrograms,
  ...editors,
  ...refused,
  ...helpPrograms(() => [...programs.keys()]),
];

/** Programs by name. */
export const programs: ReadonlyMap<string, Program> = new Map(all.map((program) => [program.name, program]));
