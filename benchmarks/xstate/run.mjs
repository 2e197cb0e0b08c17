// Drives a machine of BenchmarkMachines.java with XState and prints a JSON line: macrosteps per second of processor time, as
// CpuTime.java has it for the other side, and of time on the wall.
// An actor is the faster of XState's two ways to take a step, so that is what is measured.
import { assign, createActor, createMachine, emit } from 'xstate';

const [, , machine, seconds] = process.argv;
const countAndTell = [
  assign({ n: ({ context }) => context.n + 1 }),
  emit(({ context }) => ({ type: 'notif.note', data: { n: context.n } })),
];

function ring(size) {
  const states = {};
  for (let i = 0; i < size; i++) {
    states[`s${i}`] = { on: { 'evt.next': { target: `s${(i + 1) % size}`, actions: countAndTell } } };
  }
  return createMachine({ id: 'ring', context: { n: 0 }, initial: 's0', states });
}

function parallel() {
  const region = (actions) => ({
    initial: 'x',
    states: {
      x: { on: { 'evt.next': { target: 'y', actions } } },
      y: { on: { 'evt.next': { target: 'x', actions } } },
    },
  });
  return createMachine({
    id: 'parallel',
    context: { n: 0 },
    initial: 'p',
    states: { p: { type: 'parallel', states: { a: region(countAndTell), b: region([]) } } },
  });
}

function drive(actor, forMs) {
  const event = { type: 'evt.next' };
  const began = performance.now();
  const cpuBefore = process.cpuUsage();
  let steps = 0;
  while (performance.now() - began < forMs) {
    for (let i = 0; i < 200; i++) actor.send(event);
    steps += 200;
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    stepsPerCpuSecond: Math.round((steps * 1e6) / (user + system)),
    stepsPerSecond: Math.round((steps * 1000) / (performance.now() - began)),
  };
}

const definitions = { 'flat-10': () => ring(10), 'parallel-6': parallel, 'flat-1000': () => ring(1000) };
const actor = createActor(definitions[machine]()).start();
drive(actor, seconds * 1000);
console.log(JSON.stringify({ machine, ...drive(actor, seconds * 1000) }));
