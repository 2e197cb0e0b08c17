// Puts the figures of one or more rounds side by side: medians, ratios, and the same as JSON.
import { readFileSync } from 'node:fs';

const [jmhFiles, xstateFiles] = ['jmh', 'xstate'].map((kind) => process.argv.slice(2).filter((name) => name.includes(`${kind}-`)));
const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const collect = (into, key, value) => (into[key] ??= []).push(value);

const ours = {};
for (const file of jmhFiles) {
  for (const { params, primaryMetric } of JSON.parse(readFileSync(file, 'utf8'))) {
    collect(ours, `${params.machineName} ${params.form}`, primaryMetric.score);
  }
}
const theirs = {};
for (const file of xstateFiles) {
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const { machine, stepsPerSecond } = JSON.parse(line);
    collect(theirs, machine, stepsPerSecond);
  }
}
const rows = Object.entries(ours).map(([key, values]) => {
  const [machine, form] = key.split(' ');
  const steps = Math.round(median(values));
  const xstate = Math.round(median(theirs[machine]));
  return { machine, form, stepsPerSecond: steps, xstateStepsPerSecond: xstate, ratio: +(steps / xstate).toFixed(1) };
});
console.table(rows);
const of = (machine, form) => rows.find((row) => row.machine === machine && row.form === form).stepsPerSecond;
for (const form of ['cel', 'java']) {
  console.log(`${form}: flat-10 is ${(of('flat-10', form) / of('flat-1000', form)).toFixed(2)} times as fast as flat-1000`);
}
console.log(JSON.stringify(rows));
