import Foundation
import Testing

@testable import ScenarioScript

/// The JSON Schema that editors use, held against the parser.
@Suite struct SchemaTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "scenarios")

  private func schema() throws -> Schema {
    let data = try Data(contentsOf: Self.folder.appending(path: "scenario.schema.json"))
    let object = try JSONSerialization.jsonObject(with: data)
    return Schema(root: try #require(object as? [String: Any]))
  }

  /// What is wrong with a scenario's text by the schema.
  private func violations(_ text: String) throws -> [String] {
    let document = try #require(try DocumentReader.read(SourceText(text)))
    return try schema().violations(of: document)
  }

  static let vocabularies: [(String, Vocabulary)] = [
    ("pool", .pool), ("job", .job), ("retries", .retries), ("failure", .failure),
    ("crash", .crash), ("jobLog", .jobLog), ("entryLog", .entryLog), ("observe", .observe),
    ("entry", .entry), ("arrivals", .arrivals), ("stage", .stage), ("event", .event),
    ("expect", .expect), ("uniform", .uniform), ("exponential", .exponential),
    ("normal", .normal), ("choice", .choice),
  ]

  @Test("the schema has exactly the keys that the parser knows")
  func keys() throws {
    let schema = try schema()
    #expect(Set(schema.keys(of: nil)) == Set(Vocabulary.scenario.keys))
    for (name, vocabulary) in Self.vocabularies {
      #expect(Set(schema.keys(of: name)) == Set(vocabulary.keys), "\(name)")
    }
  }

  @Test("the schema has exactly the words that the parser knows")
  func words() throws {
    let schema = try schema()
    func words(_ definition: String?, _ key: String) -> [String] {
      schema.words(of: definition, key)
    }
    #expect(words("pool", "kind") == PoolPlan.Kind.allCases.map(\.rawValue))
    #expect(words("pool", "when_full") == PoolPlan.WhenFull.allCases.map(\.rawValue))
    #expect(words("arrivals", "arrival") == ArrivalPlan.Spacing.allCases.map(\.rawValue))
    #expect(words("expect", "order") == Expectations.Order.allCases.map(\.rawValue))
    #expect(words("event", "do") == ScenarioReader.EventWord.allCases.map(\.rawValue))
    #expect(
      Set(words("crash", "signal")) == Set(CrashPlan.Signal.allCases.map(\.rawValue)))
    #expect(words(nil, "on_failure") == FailureReaction.allCases.map(\.rawValue))
    #expect(words(nil, "finish") == Finish.allCases.map(\.rawValue))
  }

  @Test("the schema takes every scenario that comes with the program")
  func files() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
      .filter { $0.hasSuffix(".yaml") }
    #expect(files.count >= 2)
    for file in files {
      let text = try String(contentsOf: Self.folder.appending(path: file), encoding: .utf8)
      #expect(try violations(text) == [], "\(file)")
    }
  }

  @Test("the schema takes every form of the language, as the parser does")
  func forms() throws {
    let text = """
      version: 1
      seed: 7
      pool: { kind: process, workers: cpus, capacity: 3, when_full: reject, max_tasks_per_worker: 9 }
      defaults: { retries: { max: 2, delay: 1.5, backoff: 1.5, jitter: 20% }, timeout: 1m30s }
      jobs:
        nap: 5s
        brief: 0.5
        make: "make all"
        list: { command: [ls, -l], env: { A: "{n}", B: 2 }, cwd: /tmp, success_exit_codes: [0, 1] }
        a: { sleep: { uniform: [1s, 8s], step: 1s }, result: "{n + 100}", priority: -3, weight: 0 }
        b: { busy: { exponential: 120ms, max: 2s }, fail: { keys: [3], rate: 2%, first_attempts: 1 } }
        c: { sleep: { normal: 400ms, sd: 80ms, min: 0s }, depends_on: [a, b] }
        d: { sleep: { choice: [1s, 5s], weights: [9, 1] }, depends_on: { a: started } }
        e: { sleep: 1s, crash: { keys: [1], signal: KILL }, log: { start: s, finish: "{worker}" } }
      submit:
        - { job: [a, b], every: 200ms, for: 10s, name: x, key: 5, tags: [t], log: { submit: "{n}" } }
        - { job: nap, arrivals: { start: 5/s, stages: [{ for: 20s, to: 80/s }], arrival: even } }
        - { job: c, after: 5s, think: 1s, submitters: 4, count: 9 }
        - { job: d, at: 25s, count: 3 }
      events:
        - { at: 30s, do: cancel, filter: "state:pending tag:burst" }
        - { at: 30s, do: set_workers, to: 4 }
        - { at: 30s, do: kill_worker, index: 0 }
        - { at: 30s, do: shutdown, cancel: true }
      observe: { every: 2s }
      collect: as_completed
      on_failure: cancel_all
      finish: quit
      expect: { succeeded: 1, retried: 0, max_wait: 1s, max_queue: 9, order: fifo, results: [1, ~, a] }
      """
    #expect(problems(text) == [])
    #expect(try violations(text) == [])
  }

  @Test(
    "what the parser refuses by its form, the schema refuses, too",
    arguments: [
      "name: x", "jobs: {}", "jobs: { a: 1s }\nzebra: 1", "jobs: { a: { slep: 1s } }",
      "jobs: { a: { sleep: 5x } }", "jobs: { a: { sleep: -5s } }", "jobs: { a: [1s] }",
      "pool: { workers: 0 }\njobs: { a: 1s }", "pool: { workers: \"3\" }\njobs: { a: 1s }",
      "jobs: { a: 1s }\nsubmit: some", "jobs: { a: 1s }\nsubmit: [{ count: 2 }]",
      "jobs: { a: 1s }\nsubmit: [{ job: a, count: -1 }]",
      "jobs: { a: { sleep: 1s, fail: { rate: 2 } } }",
      "jobs: { a: 1s }\nsubmit: [{ job: a, arrivals: { stages: [{ for: 1s, to: 5 }] } }]",
      "jobs: { a: 1s }\nevents: [{ at: 1s, do: hodl }]", "jobs: { a: 1s }\nversion: 2",
      "jobs: { a: 1s }\nexpect: { order: lifo }", "jobs: { a: 1s }\nseed: -1",
      "jobs: { a: { sleep: 1s, retries: { delay: 1s } } }",
      "jobs: { a: { sleep: 1s, timeout: 0s } }", "jobs: { a: { sleep: 1s, timeout: 0h0.0m } }",
      "jobs: { a: { sleep: { exponential: 0 } } }",
      "jobs: { a: 1s }\nsubmit: [{ job: a, every: 0s, count: 2 }]",
      "jobs: { a: 1s }\nsubmit: [{ job: a, arrivals: { stages: [{ for: 0s, to: 5/s }] } }]",
      "jobs: { a: 1s }\nobserve: { every: 0 }",
    ])
  func refuses(_ text: String) throws {
    #expect(problems(text) != [])
    #expect(try violations(text) != [])
  }

  @Test("the schema takes whatever the parser takes as the short form of a job")
  func shortForms() throws {
    for form in ["true", "false", "5", "0.5", "5s", "make", "\"ls 2\""] {
      let text = "jobs: { a: \(form) }"
      #expect(problems(text) == [], "\(form)")
      #expect(try violations(text) == [], "\(form)")
    }
  }

  @Test(
    "the schema and the parser have the same least and the same most",
    arguments: [
      ("pool: { workers: # }\njobs: { a: 1s }", 1, 10_000),
      ("jobs: { a: 1s }\nevents: [{ at: 1s, do: set_workers, to: # }]", 1, 10_000),
      ("jobs: { a: { sleep: 1s, priority: # } }", -1_000_000, 1_000_000),
      ("jobs: { a: 1s }\nsubmit: [{ job: a, priority: # }]", -1_000_000, 1_000_000),
      ("jobs: { a: { sleep: 1s, weight: # } }", 0, 1_000_000_000),
      ("jobs: { a: { sleep: { choice: [1s, 2s], weights: [1, #] } } }", 0, 1_000_000_000),
      ("jobs: { a: { sleep: 1s, retries: # } }", 0, 1_000_000),
      ("jobs: { a: { sleep: 1s, retries: { max: # } } }", 0, 1_000_000),
      ("jobs: { a: 1s }\nsubmit: [{ job: a, think: 1s, count: 9, submitters: # }]", 1, 100_000),
      ("jobs: { a: 1s }\nsubmit: [{ job: a, count: # }]", 0, 1_000_000_000),
      ("jobs: { a: { command: ls, success_exit_codes: [#] } }", 0, 255),
    ])
  func limits(_ text: String, _ least: Int, _ most: Int) throws {
    for (number, isRight) in [(least - 1, false), (least, true), (most, true), (most + 1, false)] {
      let text = text.replacing("#", with: "\(number)")
      #expect(problems(text).isEmpty == isRight, "\(text): \(problems(text))")
      #expect(try violations(text).isEmpty == isRight, "\(text)")
    }
  }
}
