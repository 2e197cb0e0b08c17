// Runs machine documents of xOrca with XState and prints the lines of conformance/README.md.
//
// Reads one JSON object a line from standard input, {"seed", "machine", "inputs"}, and writes one line for each of
// them, {"seed", "lines"}. The documents come from our own generator (RandomMachine, purpose XSTATE), whose expressions
// are JavaScript as well as CEL; that is why they may be handed to `Function` here.
import { createInterface } from 'node:readline'
import { and, assign, cancel, createActor, createMachine, emit, not, or, raise, stateIn } from 'xstate'

const compiled = new Map()

/** A function of context and event for an expression. */
function expression(text) {
  if (!compiled.has(text)) {
    compiled.set(text, new Function('context', 'event', `return (${text})`))
  }
  const evaluate = compiled.get(text)
  return ({ context, event }) => evaluate(context, { type: event.type, data: event.data ?? event.output ?? {} })
}

/** A function for a value with `${...}` in its strings; each string here is one expression or none. */
function template(value) {
  if (typeof value === 'string') {
    return value.startsWith('${') ? expression(value.slice(2, -1)) : () => value
  }
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).map(([key, member]) => [key, template(member)])
    return scope => Object.fromEntries(members.map(([key, member]) => [key, member(scope)]))
  }
  return () => value
}

function milliseconds(duration) {
  return Number(duration.slice(2, -1)) * 1000
}

function action(json) {
  if (json.assign) {
    return assign(template(json.assign))
  }
  if (json.emit) {
    const data = template(json.data ?? {})
    return emit(scope => ({ type: json.emit, data: data(scope) }))
  }
  if (json.raise) {
    const data = template(json.data ?? {})
    const options = { ...(json.delay && { delay: milliseconds(json.delay) }), ...(json.id && { id: json.id }) }
    return raise(scope => ({ type: json.raise, data: data(scope) }), options)
  }
  if (json.cancel) {
    return cancel(json.cancel)
  }
  throw new Error(`unknown action ${JSON.stringify(json)}`)
}

const list = value => (value === undefined ? [] : Array.isArray(value) ? value : [value])

/** Turns one document into what `createMachine` takes. */
class Translation {
  constructor(document) {
    this.name = document.name
    this.document = document
    this.ids = new Map()
    this.collectIds(document, '')
  }

  collectIds(state, path) {
    this.ids.set(path, state.id ?? (path ? `${this.name}.${path}` : this.name))
    for (const [key, child] of Object.entries(state.states ?? {})) {
      this.collectIds(child, path ? `${path}.${key}` : key)
    }
  }

  machine() {
    const root = this.state(this.document)
    root.id = this.name
    root.context = this.document.context
    root.output = this.document.output ? root.output : ({ event }) => event.output
    root.options = { maxIterations: 1000 }
    return createMachine(root)
  }

  state(json) {
    const state = {}
    for (const key of ['id', 'type', 'history', 'target']) {
      if (json[key] !== undefined) {
        state[key] = json[key]
      }
    }
    if (json.initial !== undefined) {
      state.initial =
        typeof json.initial === 'string'
          ? json.initial
          : { target: json.initial.target, actions: list(json.initial.actions).map(action) }
    }
    if (json.states) {
      state.states = mapValues(json.states, child => this.state(child))
    }
    state.entry = list(json.entry).map(action)
    state.exit = list(json.exit).map(action)
    if (json.output) {
      state.output = template(json.output)
    }
    for (const key of ['always', 'onDone']) {
      if (json[key]) {
        state[key] = list(json[key]).map(each => this.transition(each))
      }
    }
    for (const key of ['on', 'after']) {
      if (json[key]) {
        state[key] = mapValues(json[key], candidates => list(candidates).map(each => this.transition(each)))
      }
    }
    return state
  }

  transition(json) {
    if (typeof json === 'string') {
      return { target: json }
    }
    const transition = {}
    if (json.target) {
      transition.target = json.target
    }
    if (json.guard) {
      transition.guard = this.guard(json.guard)
    }
    if (json.actions) {
      transition.actions = list(json.actions).map(action)
    }
    if (json.reenter) {
      transition.reenter = true
    }
    return transition
  }

  guard(json) {
    if (typeof json === 'string') {
      return expression(json)
    }
    if (json.and) {
      return and(json.and.map(each => this.guard(each)))
    }
    if (json.or) {
      return or(json.or.map(each => this.guard(each)))
    }
    if (json.not) {
      return not(this.guard(json.not))
    }
    return stateIn(json.stateIn.startsWith('#') ? json.stateIn : `#${this.ids.get(json.stateIn)}`)
  }
}

const mapValues = (object, change) => Object.fromEntries(Object.entries(object).map(([k, v]) => [k, change(v)]))

/** Virtual time: timers fire at their own due time, in the order of due times, then of their setting. */
class Clock {
  now = 0
  set = 0
  timers = new Map()

  setTimeout(run, delay) {
    const id = ++this.set
    this.timers.set(id, { due: this.now + delay, run })
    return id
  }

  clearTimeout(id) {
    this.timers.delete(id)
  }

  advance(time) {
    const until = this.now + time
    for (let fired = 0; fired < 10000; fired++) {
      const due = [...this.timers].filter(([, timer]) => timer.due <= until)
      if (due.length === 0) {
        this.now = until
        return
      }
      due.sort(([a, one], [b, other]) => one.due - other.due || a - b)
      const [id, timer] = due[0]
      this.timers.delete(id)
      this.now = Math.max(this.now, timer.due)
      timer.run()
    }
    throw new Error('timers without end')
  }
}

function run({ machine: document, inputs }) {
  const clock = new Clock()
  const translation = new Translation(document)
  const machine = translation.machine()
  const actor = createActor(machine, { clock, logger: () => {} })
  const emitted = []
  actor.on('*', event => emitted.push(event))
  actor.subscribe({ error: () => {} })
  const paths = new Map([...translation.ids].map(([path, id]) => [id, path]))
  const lines = []
  const line = event => {
    const snapshot = actor.getSnapshot()
    const leaves = (snapshot._nodes ?? []).filter(node => node.type === 'atomic' || node.type === 'final')
    lines.push({
      event,
      configuration: leaves.map(node => paths.get(node.id)).sort(),
      status: snapshot.status,
      context: snapshot.context,
      emitted: emitted.splice(0),
      ...(snapshot.status === 'done' && snapshot.output !== undefined && { output: snapshot.output })
    })
  }
  actor.start()
  clock.advance(0)
  line(null)
  for (const input of inputs) {
    if (actor.getSnapshot().status === 'error') {
      break
    }
    if (input.advance) {
      clock.advance(milliseconds(input.advance))
      line(null)
    } else {
      actor.send({ type: input.type, data: input.data ?? {} })
      clock.advance(0)
      line(input.type)
    }
  }
  return lines
}

for await (const text of createInterface({ input: process.stdin })) {
  const job = JSON.parse(text)
  let answer
  try {
    answer = { seed: job.seed, lines: run(job) }
  } catch (error) {
    answer = { seed: job.seed, failure: String(error.stack ?? error) }
  }
  process.stdout.write(JSON.stringify(answer) + '\n')
}
