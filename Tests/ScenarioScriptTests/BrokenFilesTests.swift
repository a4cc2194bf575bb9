import Testing

@testable import ScenarioScript

/// What is said of files that are wrong.
@Suite struct BrokenFilesTests {
  static let keys = [
    BrokenFile(
      "pool:", "  worker: 3", "jobs: { a: 1s }",
      errors: ["x.yaml:2:3: unknown key 'worker' in pool; did you mean 'workers'?"]),
    BrokenFile(
      "job: { a: 1s }", "jobs: { a: 1s }",
      errors: ["x.yaml:1:1: unknown key 'job'; did you mean 'jobs'?"]),
    BrokenFile(
      "jobs: { a: { slep: 1s } }",
      errors: ["x.yaml:1:14: unknown key 'slep' in job 'a'; did you mean 'sleep'?"]),
    BrokenFile(
      "jobs: { a: { sleep: { unifrom: [1s, 2s] } } }",
      errors: ["x.yaml:1:23: unknown key 'unifrom' in a duration; did you mean 'uniform'?"]),
    BrokenFile("jobs: { a: 1s }", "zebra: 1", errors: ["x.yaml:2:1: unknown key 'zebra'"]),
    BrokenFile(
      "a: 1", "b: 2", "a: 3",
      errors: ["x.yaml:1:1: duplicate key 'a': it stands again further down"]),
    BrokenFile(
      "jobs:", "  a: &quick { sleep: 1s }", "  b: { <<: *quick }",
      errors: [
        "x.yaml:3:8: unknown key '<<' in job 'b'; a scenario merges nothing, but 'defaults' are "
          + "for all jobs"
      ]),
    BrokenFile("? [a, b]", ": 1", errors: ["x.yaml:1:3: a key must be a word, not a list"]),
    BrokenFile(
      "jobs: { a: 1s }", "\"\\e[31mred\\a\\u202e\": 1", errors: ["x.yaml:2:1: unknown key 'red'"]),
  ]

  static let values = [
    BrokenFile(
      "pool: { kind: threads, workers: 0 }", "jobs: { a: 1s }",
      errors: [
        "x.yaml:1:15: expected thread or process, found 'threads'",
        "x.yaml:1:33: expected 1 or more, found 0",
      ]),
    BrokenFile(
      "pool: { workers: -3 }", "jobs: { a: 1s }",
      errors: ["x.yaml:1:18: expected 1 or more, found -3"]),
    BrokenFile(
      "pool: { workers: 010 }", "jobs: { a: 1s }",
      errors: ["x.yaml:1:18: expected a whole number or cpus, found '010'"]),
    BrokenFile(
      "pool: { workers: \"3\" }", "jobs: { a: 1s }",
      errors: ["x.yaml:1:18: expected a whole number or cpus, found the text '3'"]),
    BrokenFile(
      "pool: { workers: 99999 }", "jobs: { a: 1s }",
      errors: ["x.yaml:1:18: '99999' is too large; 10000 is the most"]),
    BrokenFile(
      "pool: { capacity: 0, when_full: blok }", "jobs: { a: 1s }",
      errors: [
        "x.yaml:1:19: expected 1 or more, found 0",
        "x.yaml:1:33: expected block or reject, found 'blok'",
      ]),
    BrokenFile(
      "pool: { when_full: reject }", "jobs: { a: 1s }",
      errors: ["x.yaml:1:20: 'when_full' needs the 'capacity' that can be reached"]),
    BrokenFile(
      "version: 2", "seed: on", "finish: exit", "collect: [a]", "observe: {}",
      "jobs: { a: 1s }",
      errors: [
        "x.yaml:1:10: this is version 2 of the language; known is version 1",
        "x.yaml:2:7: expected a whole number, found 'on'",
        "x.yaml:3:9: expected stay, shutdown or quit, found 'exit'",
        "x.yaml:4:10: expected as_completed, found a list",
        "x.yaml:5:10: observe needs 'every', as in {every: 2s}",
      ]),
    BrokenFile(
      "seed: -1", "jobs: { a: 1s }",
      errors: ["x.yaml:1:7: expected 0 or more, found '-1'"]),
    BrokenFile(
      "jobs: { a: { sleep: 1s, result: {n} } }",
      errors: ["x.yaml:1:33: expected a text, found a mapping; as a text, quote it: \"{n}\""]),
    BrokenFile(
      "jobs:", "  a:", "    sleep: 1s", "    result: {n} is done",
      errors: [
        "x.yaml:4:17: no YAML: while parsing a block mapping, did not find expected key; quote a "
          + "template that begins with a brace"
      ]),
    BrokenFile(
      "jobs:", "  a:", "\tsleep: 1s",
      errors: [
        "x.yaml:3:1: no YAML: while scanning for the next token, found character that cannot start "
          + "any token; a line is indented by spaces, never by tabs"
      ]),
    BrokenFile(
      "jobs: { a: { sleep: 1s, result: !word } }",
      errors: [
        "x.yaml:1:33: '!word' is a YAML tag, which a scenario has none of; as a text, quote it"
      ]),
    BrokenFile(
      "jobs: { a: { sleep: 1s, result: \"x {n + }\" } }",
      errors: ["x.yaml:1:41: expected a number or a name, found '}'"]),
    BrokenFile(
      "name: \(String(repeating: "x", count: 9))", "jobs: \(String(repeating: "y", count: 99))",
      errors: [
        "x.yaml:2:7: expected a mapping of names to jobs, found "
          + "'\(String(repeating: "y", count: 40))…'"
      ]),
  ]

  static let jobs = [
    BrokenFile("name: x", errors: ["x.yaml:1:1: a scenario needs 'jobs'"]),
    BrokenFile("jobs: {}", errors: ["x.yaml:1:7: a scenario needs at least one job"]),
    BrokenFile(
      "jobs:", "  a: { sleep: 1s, busy: 2s }", "  b: { result: ok }", "  c:",
      errors: [
        "x.yaml:2:19: job 'a' does two things, 'sleep' and 'busy'; one is allowed",
        "x.yaml:3:3: job 'b' does nothing; give it 'sleep', 'busy' or 'command'",
        "x.yaml:4:3: job 'c' does nothing; give it 'sleep', 'busy' or 'command'",
      ]),
    BrokenFile(
      "jobs: { a: 1:30, b: 5x, c: -5s, d: 99999999999h }",
      errors: [
        "x.yaml:1:12: expected a duration such as 5s, 250ms or 1m30s, found '1:30'",
        "x.yaml:1:21: expected a duration such as 5s, 250ms or 1m30s, found '5x'",
        "x.yaml:1:28: a duration cannot be negative, as '-5s' is",
        "x.yaml:1:36: '99999999999h' is too long for a duration",
      ]),
    BrokenFile(
      "jobs:", "  a: { sleep: { uniform: [3s, 1s] } }",
      "  b: { sleep: { uniform: [1s, 8s], step: 0s } }",
      "  c: { sleep: { uniform: [1s, 8s], step: 2s } }",
      "  d: { sleep: { choice: [1s, 5s], weights: [9] } }",
      "  e: { sleep: { choice: [1s, 5s], weights: [0, 0] } }", "  f: { sleep: { normal: 1s } }",
      "  g: { sleep: {} }", "  h: { sleep: { choice: [] } }", "  i: { sleep: { uniform: [1s] } }",
      errors: [
        "x.yaml:2:26: the lowest duration is longer than the highest",
        "x.yaml:3:42: expected a duration longer than 0s",
        "x.yaml:4:42: no whole number of steps leads from the lowest to the highest",
        "x.yaml:5:44: the durations are 2, the weights 1",
        "x.yaml:6:44: all weights are 0; one must be larger",
        "x.yaml:7:15: normal needs 'sd', as in {normal: 400ms, sd: 80ms}",
        "x.yaml:8:15: expected a duration, or one of uniform, exponential, normal and choice, "
          + "found a mapping",
        "x.yaml:9:25: expected at least one duration to choose from",
        "x.yaml:10:26: expected the lowest and the highest duration, found 1",
      ]),
    BrokenFile(
      "jobs: { a: { sleep: 1s, fail: { rate: 2, keys: [a], first_attempts: 0 } } }",
      errors: [
        "x.yaml:1:39: expected a percentage from 0% to 100%, found '2'",
        "x.yaml:1:49: expected a whole number, found 'a'",
        "x.yaml:1:69: expected 1 or more, found 0",
      ]),
    BrokenFile(
      "jobs:", "  a: { sleep: 1s, timeout: 0s, retries: -1, priority: high, weight: -1 }",
      "  b: { sleep: 1s, retries: { delay: 1s } }",
      "  c: { sleep: 1s, retries: { max: 2, backof: 2 } }",
      "  d: { sleep: 1s, retries: { max: 2, backoff: x, jitter: 0.5 } }",
      errors: [
        "x.yaml:2:28: expected a duration longer than 0s",
        "x.yaml:2:41: expected 0 or more, found -1",
        "x.yaml:2:55: expected a whole number, found 'high'",
        "x.yaml:2:69: expected 0 or more, found -1",
        "x.yaml:3:28: retries needs 'max', as in {max: 3, delay: 1s}",
        "x.yaml:4:38: unknown key 'backof' in retries; did you mean 'backoff'?",
        "x.yaml:5:47: expected a number from 0 to 1000, found 'x'",
        "x.yaml:5:58: expected a percentage from 0% to 100%, found '0.5'",
      ]),
  ]

  static let commands = [
    BrokenFile(
      "jobs:", "  a: { command: [] }", "  b: { command: '' }", "  c: { command: [ls, {}] }",
      "  d: { command: \"a\\0b\" }", "  e: { sleep: 1s, env: { A: b }, cwd: /tmp }",
      "  f: { command: ls, result: ok }", "  g: { command: ls, env: { A=B: c, D: [] } }",
      "  h: { command: ls, success_exit_codes: [256, x] }", "  i: { command: ls, sleep: 1s }",
      "  j: { command: ls, env: { A: \"{m}\" } }",
      errors: [
        "x.yaml:2:17: expected a program and its arguments, found an empty list",
        "x.yaml:3:17: expected a text that says something",
        "x.yaml:4:22: expected a text, found a mapping",
        "x.yaml:5:17: no command, variable or folder can hold a zero byte",
        "x.yaml:6:19: 'env' goes with 'command', which job 'e' has none of",
        "x.yaml:6:34: 'cwd' goes with 'command', which job 'e' has none of",
        "x.yaml:7:21: the result of a command is its exit code",
        "x.yaml:8:28: a variable cannot be named 'A=B'",
        "x.yaml:8:39: expected a text, found a list",
        "x.yaml:9:42: '256' is too large; 255 is the most",
        "x.yaml:9:47: expected a whole number, found 'x'",
        "x.yaml:10:21: job 'i' does two things, 'command' and 'sleep'; one is allowed",
        "x.yaml:11:33: a template knows no 'm'; did you mean 'n'?",
      ]),
    BrokenFile(
      "pool: { max_tasks_per_worker: 5 }", "jobs: { a: { sleep: 1s, crash: { keys: [3] } } }",
      errors: [
        "x.yaml:1:31: 'max_tasks_per_worker' needs worker processes",
        "x.yaml:2:32: 'crash' needs worker processes; in a thread it would end the whole program",
      ]),
    BrokenFile(
      "pool: { kind: process }", "jobs: { a: { sleep: 1s, crash: { signal: SIGSEGV } } }",
      errors: [
        "x.yaml:2:42: expected SEGV, ABRT, BUS, FPE, ILL, KILL or TERM, found 'SIGSEGV'"
      ]),
  ]

  static let submissions = [
    BrokenFile(
      "jobs: { fetch: 5s }", "submit:", "  - { job: fetsch, count: -1 }", "  - { count: 2 }",
      "  - fetch", "  - { job: fetch, at: 1s, after: 2s }",
      "  - { job: fetch, log: { submit: \"{worker}\" } }",
      "  - { job: fetch, key: 9223372036854775807 }",
      "  - { job: fetch, priority: 1.5, tags: [a, b c, ''] }",
      errors: [
        "x.yaml:3:12: no job is named 'fetsch'; did you mean 'fetch'?",
        "x.yaml:3:27: expected 0 or more, found -1",
        "x.yaml:4:5: an entry needs 'job'",
        "x.yaml:5:5: expected a mapping, found 'fetch'",
        "x.yaml:6:5: an entry has 'at' or 'after', not both",
        "x.yaml:7:34: {worker} is not known yet when a job is submitted",
        "x.yaml:8:24: '9223372036854775807' is too large to go on counting from it",
        "x.yaml:9:29: expected a whole number, found '1.5'",
        "x.yaml:9:44: expected a word, found 'b c'",
        "x.yaml:9:49: expected a word, found the text ''",
      ]),
    BrokenFile(
      "jobs: { a: { sleep: 1s, weight: 0 } }", "submit:", "  - { job: [a, b] }",
      "  - { job: [] }", "  - { job: [a] }", "  - { job: a, for: 1s, submitters: 2 }",
      "  - { job: a, every: 1s }", "  - { job: a, every: 0s, count: 1 }",
      "  - { job: a, every: 1us, for: 2h }", "  - { job: a, think: 1s, submitters: 0 }",
      "  - { job: a, think: 1s, every: 1s, count: 1 }",
      errors: [
        "x.yaml:3:16: no job is named 'b'; did you mean 'a'?",
        "x.yaml:4:12: expected at least one job",
        "x.yaml:5:12: all of these jobs have weight 0; one must be larger",
        "x.yaml:6:20: 'for' goes with 'every' or 'think'",
        "x.yaml:6:36: 'submitters' goes with 'think'",
        "x.yaml:7:5: an entry with 'every' needs 'for' or 'count' to end it",
        "x.yaml:8:22: expected a duration longer than 0s",
        "x.yaml:9:22: these are 7200000000 submissions; 1000000000 are the most",
        "x.yaml:10:5: an entry with 'think' needs 'for' or 'count' to end it",
        "x.yaml:11:5: an entry has 'every' or 'think', not both",
      ]),
    BrokenFile(
      "jobs: { a: 1s }", "submit:", "  - { job: a, arrivals: {} }",
      "  - { job: a, count: 1, arrivals: { stages: [{ for: 1s, to: 5 }] } }",
      "  - { job: a, arrivals: { start: -5/s, stages: [{ to: 5/s }] } }",
      "  - { job: a, arrivals: { stages: [{ for: 1s }] } }",
      "  - { job: a, arrivals: { stages: [{ for: 100h, to: 99999/s }] } }",
      "  - { job: a, arrivals: { stages: [{ for: 1s, to: 1/s }], arrival: poison } }",
      errors: [
        "x.yaml:3:25: arrivals needs 'stages', as in [{for: 20s, to: 80/s}]",
        "x.yaml:4:22: 'count' does not go with 'arrivals', which its stages end",
        "x.yaml:4:61: expected a rate such as 20/s or 300/m, found '5'",
        "x.yaml:5:34: expected a rate such as 20/s or 300/m, found '-5/s'",
        "x.yaml:5:49: a stage needs 'for', as in {for: 20s, to: 80/s}",
        "x.yaml:6:25: nothing ever arrives at a rate of 0/s",
        "x.yaml:7:25: more than 1000000000 submissions are too many for an entry",
        "x.yaml:8:68: expected poisson or even, found 'poison'",
      ]),
    BrokenFile(
      "jobs: { a: 1s }", "submit:", "  - { job: a, count: 1000000000 }",
      "  - { job: a, think: 1s, submitters: 9, for: 1h }", "  - { job: a }",
      "  - { job: a, every: 1us, for: 10m }",
      errors: [
        "x.yaml:5:5: with this entry there are 1000000001 submissions; 1000000000 are the most"
      ]),
    BrokenFile(
      "jobs: { a: 1s }", "submit: some",
      errors: ["x.yaml:2:9: expected a list of entries, or all, found 'some'"]),
    BrokenFile(
      "jobs: { a: 1s }", "expect: { succeeded: 1, failed: 1 }",
      errors: ["x.yaml:2:9: cannot be met: the outcomes are 2, the submissions 1"]),
    BrokenFile(
      "jobs: { a: 1s }",
      "expect: { succeeded: 0, failed: 0, cancelled: 0, crashed: 0, timed_out: 0 }",
      errors: ["x.yaml:2:9: cannot be met: the outcomes are 0, the submissions 1"]),
    BrokenFile(
      "jobs: { a: 1s }", "expect: { results: [1, 2] }",
      errors: ["x.yaml:2:20: cannot be met: the results are 2, the submissions 1"]),
    BrokenFile(
      "jobs: { a: 1s }", "expect: { succeeded: 0, results: [ok] }",
      errors: ["x.yaml:2:34: cannot be met: the values are 1, the succeeded 0"]),
    BrokenFile(
      "jobs: { a: 1s }", "expect: { tolerance: 1s, order: lifo, failed: -1 }",
      errors: [
        "x.yaml:2:22: a tolerance needs the 'makespan' that it is for",
        "x.yaml:2:33: expected fifo, found 'lifo'",
        "x.yaml:2:47: expected 0 or more, found -1",
      ]),
  ]

  @Test("each mistake is named with its place and a way out", arguments: keys + values)
  func keysAndValues(_ file: BrokenFile) {
    #expect(file.actualErrors == file.errors)
  }

  @Test(
    "jobs and submissions that cannot be are named, all in one go",
    arguments: jobs + commands + submissions)
  func jobsAndSubmissions(_ file: BrokenFile) {
    #expect(file.actualErrors == file.errors)
  }

  @Test("no more than a hundred problems are listed, and the last line says so")
  func manyProblems() {
    let jobs = (0..<1_000).map { "  j\($0): 5x\n" }.joined()
    let found = problems("jobs:\n" + jobs)
    #expect(found.count == ProblemList.limit + 1)
    #expect(found.last == "x.yaml:102:9: there are more problems than these")
  }
}
