import Testing

@testable import ScenarioScript

/// Submissions that do not wait for the pool.
@Suite struct ArrivalTests {
  private func seconds(_ arrivals: String, seed: UInt64 = 7) throws -> [Double] {
    let text = "jobs: { a: 1s }\nsubmit: [{ job: a, at: 10s, arrivals: \(arrivals) }]"
    return submissions(try scenario(text), seed: seed).map { $0.offset / .seconds(1) - 10 }
  }

  @Test("even arrivals at a steady rate come at even intervals")
  func steady() throws {
    let times = try seconds("{ start: 120/m, stages: [{ for: 2s }], arrival: even }")
    #expect(times == [0, 0.5, 1, 1.5])
  }

  @Test("a rising rate brings as many as the area under it, denser and denser")
  func ramp() throws {
    let times = try seconds("{ stages: [{ for: 10s, to: 20/s }], arrival: even }")
    #expect(times.count == 100)
    // The area up to t is t², so number k comes at its root.
    for (number, time) in times.enumerated() {
      #expect(abs(time - Double(number).squareRoot()) < 1e-6)
    }
  }

  @Test("stages follow each other, and a rate of nothing is a pause")
  func stages() throws {
    let times = try seconds(
      "{ start: 1/s, stages: [{ for: 2s }, { for: 1s, to: 0/s }, { for: 5s }, { for: 2s, to: 4/s }],"
        + " arrival: even }")
    #expect(times.count == 7)
    #expect(times.prefix(3) == [0, 1, 2])
    #expect(times.dropFirst(3).allSatisfy { $0 > 8 && $0 < 10 })
  }

  @Test("a rate that falls to nothing and rises again puts no arrival before its time")
  func rounding() throws {
    // The first stage's area is a trace more than 11.
    let times = try seconds(
      "{ start: 1.1/s, stages: [{ for: 20s, to: 0/s }, { for: 5s, to: 4/s }], arrival: even }")
    #expect(times.count == 21)
    #expect(times == times.sorted())
    #expect(times.allSatisfy { $0 >= 0 && $0 < 25 })
  }

  @Test("arrivals by chance are about as many, and exactly the same for the same seed")
  func poisson() throws {
    let plan = "{ start: 5/s, stages: [{ for: 100s, to: 15/s }] }"
    let times = try seconds(plan)
    #expect((900...1_100).contains(times.count))
    #expect(times == times.sorted())
    #expect(times.allSatisfy { $0 >= 0 && $0 < 100 })
    // A quarter of the time has the rates from 5 to 7.5, that is, 156 of 1000.
    #expect((110...210).contains(times.count { $0 < 25 }))
    #expect(try seconds(plan) == times)
    #expect(try seconds(plan, seed: 8) != times)
  }

  @Test("an entry after arrivals starts after the last one")
  func after() throws {
    let scenario = try scenario(
      """
      jobs: { a: 1s, b: 1s }
      submit:
        - { job: a, arrivals: { start: 50/s, stages: [{ for: 1s }] } }
        - { job: b, after: 1s, count: 2 }
      """)
    let all = submissions(scenario, seed: 1)
    let last = try #require(all.last { $0.job == 0 })
    #expect(all.suffix(2).map(\.offset) == [last.offset + .seconds(1), last.offset + .seconds(1)])
    #expect(all.map(\.n) == Array(0..<all.count))
    #expect(scenario.submissionCount.description == "about 52 submissions")
  }
}
