// Puts the figures of one or more rounds together: for each machine the medians of macrosteps per second of processor time,
// and of the ratios of what was measured side by side.
import { readFileSync } from 'node:fs';

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

const measured = {};
for (const file of process.argv.slice(2)) {
  const xstate = JSON.parse(readFileSync(file.replace('jmh-', 'xstate-'), 'utf8')).stepsPerCpuSecond;
  for (const { params, secondaryMetrics } of JSON.parse(readFileSync(file, 'utf8'))) {
    const steps = secondaryMetrics.cpu.score;
    (measured[`${params.machineName} ${params.form}`] ??= []).push({ steps, xstate, ratio: steps / xstate });
  }
}
const rows = Object.entries(measured).map(([key, rounds]) => {
  const [machine, form] = key.split(' ');
  const of = (name) => median(rounds.map((round) => round[name]));
  return {
    machine,
    form,
    steps: Math.round(of('steps')),
    xstate: Math.round(of('xstate')),
    ratio: +of('ratio').toFixed(1),
    ratios: rounds.map((round) => round.ratio.toFixed(1)).join(' '),
  };
});
console.table(rows);
for (const form of ['cel', 'java']) {
  const steps = (machine) => rows.find((row) => row.machine === machine && row.form === form).steps;
  console.log(`${form}: flat-10 is ${(steps('flat-10') / steps('flat-1000')).toFixed(2)} times as fast as flat-1000`);
}
console.log(JSON.stringify(rows));
