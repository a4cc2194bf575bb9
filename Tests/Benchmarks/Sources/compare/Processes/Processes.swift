internal import ConcurrentFutures
internal import Contestants
internal import Foundation

/// Jobs in worker processes, beside CPython's ProcessPoolExecutor.
struct Processes {
  let settings: Settings
  /// Empty jobs in a lap; CPython runs as many.
  private static let jobCount = 20_000
  private static let itemCount = 400_000
  private static let megabytes = 64

  func measure() throws -> Table {
    var rows: [Row] = []
    for workers in settings.workers {
      rows += try beside(
        "empty jobs", workers, unit: .jobsPerSecond, target: .atLeast(workers == 1 ? 2 : 3),
        python: ["jobs", "\(workers)", "\(Self.jobCount)"]
      ) { pool in
        Double(Self.jobCount) / (try seconds { try Self.collect(pool) })
      }
    }
    for workers in settings.workers {
      rows += try beside(
        "map, 100 a chunk", workers, unit: .jobsPerSecond, target: .atLeast(1.5),
        python: ["map", "\(workers)", "\(Self.itemCount)"]
      ) { pool in
        Double(Self.itemCount) / (try seconds { try Self.collectMap(pool) })
      }
    }
    rows += try largeValues()
    rows += try starts()
    return Table(title: "Jobs in worker processes", rows: rows)
  }

  private static func collect(_ pool: ProcessPoolExecutor) throws {
    let futures = try (0..<jobCount).map { try pool.submit(ProcessJobs.identity, $0) }
    let sum = try futures.reduce(0) { $0 + (try $1.result()) }
    precondition(sum == jobCount * (jobCount - 1) / 2)
  }

  private static func collectMap(_ pool: ProcessPoolExecutor) throws {
    let results = try pool.map(ProcessJobs.identity, 0..<itemCount, chunkSize: 100)
    var sum = 0
    while let value = try results.next() { sum += value }
    precondition(sum == itemCount * (itemCount - 1) / 2)
  }

  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    let begin = monotonicNanoseconds()
    try body()
    return Double(monotonicNanoseconds() - begin) / 1e9
  }

  private func beside(
    _ subject: String, _ workers: Int, unit: Unit, target: Target, python arguments: [String],
    rate: (ProcessPoolExecutor) throws -> Double
  ) throws -> [Row] {
    let pool = try ProcessJobs.pool(workers: workers)
    defer { pool.shutdown() }
    var library = Samples()
    var python = Samples()
    _ = try rate(pool)
    for round in 0..<settings.rounds {
      settings.report(round: round, of: "processes, \(subject), \(Settings.workers(workers))")
      library.values.append(try rate(pool))
      if Script.pythonProcesses.isAvailable {
        python.values.append(try Script.pythonProcesses.number(arguments))
      }
    }
    let setting = "\(subject), \(Settings.workers(workers))"
    return [
      Row(subject: "ConcurrentFutures", setting: setting, unit: unit, samples: library),
      Row(
        subject: "CPython's ProcessPoolExecutor", setting: setting, unit: unit, samples: python,
        ratio: library / python, ratioTarget: target),
    ]
  }

  private func largeValues() throws -> [Row] {
    let pool = try ProcessJobs.pool(workers: 1)
    defer { pool.shutdown() }
    let value = [UInt8](repeating: 7, count: Self.megabytes << 20)
    let setting = "\(Self.megabytes) MB there and back"
    var library = Samples()
    var python = Samples()
    func rate() throws -> Double {
      Double(Self.megabytes)
        / (try seconds { _ = try pool.submit(ProcessJobs.bytes, value).result() })
    }
    _ = try rate()
    for round in 0..<settings.rounds {
      settings.report(round: round, of: "processes, \(setting)")
      library.values.append(try rate())
      if Script.pythonProcesses.isAvailable {
        python.values.append(try Script.pythonProcesses.number(["bytes", "\(Self.megabytes)"]))
      }
    }
    return [
      Row(
        subject: "ConcurrentFutures", setting: setting, unit: .megabytesPerSecond, samples: library,
        target: .atLeast(500)),
      Row(
        subject: "CPython's ProcessPoolExecutor", setting: setting, unit: .megabytesPerSecond,
        samples: python, ratio: library / python),
    ]
  }

  private func starts() throws -> [Row] {
    var first = Samples()
    var again = Samples()
    for round in 0..<settings.rounds {
      settings.report(round: round, of: "processes, starts")
      for _ in 0..<5 {
        let pool = try ProcessJobs.pool(workers: 1)
        first.values.append(
          try seconds { _ = try pool.submit(ProcessJobs.identity, 1).result() } * 1e3)
        let victim = try pool.submit(ProcessJobs.process, 0).result()
        again.values.append(
          try seconds {
            kill(pid_t(victim), SIGKILL)
            while try pool.submit(ProcessJobs.process, 0).exception() != nil {}
          } * 1e3)
        pool.shutdown()
      }
    }
    return [
      Row(
        subject: "ConcurrentFutures", setting: "first result of a fresh pool", unit: .milliseconds,
        samples: first, target: .atMost(20)),
      Row(
        subject: "ConcurrentFutures", setting: "from a worker's death to the next result",
        unit: .milliseconds, samples: again, target: .atMost(20)),
    ]
  }
}
