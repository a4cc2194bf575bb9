internal import ConcurrentFutures
internal import Platform
internal import Reports
internal import ScenarioScript
internal import TextCanvas

/// Records a pool into a file; whatever becomes of the file, the run goes on.
final class RunRecorder: Sendable {
  private let path: String
  private let pool: any ObservedExecutor
  private let encoder: Monitor<RecordingEncoder>
  /// `nil` when the file could not be opened.
  private let writer: RecordingWriter?
  private let tap: Monitor<EventTap?>
  private let openFailure: SystemError?

  /// Begins with the first line, and records what happens in the pool from now on.
  init(_ path: String, of pool: any ObservedExecutor, _ header: RecordingHeader) {
    self.path = path
    self.pool = pool
    encoder = Monitor(RecordingEncoder(createdAt: header.pool.createdAt))
    do throws(SystemError) {
      let writer = try RecordingWriter(path, onIdle: { _ = pool.snapshot() }) { failure in
        pool.log(Self.complaint(path, failure), threadName: "recording")
      }
      let encoder = encoder
      encoder.withLock { $0.append(header) }
      self.writer = writer
      tap = Monitor(
        EventTap(on: pool) { batch in
          let bytes = encoder.withLock { encoder in
            encoder.append(batch)
            return encoder.take()
          }
          writer.append(bytes)
        })
      openFailure = nil
    } catch {
      writer = nil
      tap = Monitor(nil)
      openFailure = error
      pool.log(Self.complaint(path, error), threadName: "recording")
    }
  }

  /// Reads what was recorded up to now; `nil` when that cannot be, and then something else must
  /// tell.
  func recordSoFar() -> RunRecord? {
    guard let writer else { return nil }
    _ = pool.snapshot()
    writer.flush()
    guard writer.failure == nil else { return nil }
    return try? RunRecord(reading: RecordingFile(path))
  }

  /// Records nothing of what happens after the last snapshot.
  func stop() {
    tap.withLock { $0 = nil }
  }

  /// Writes the last line, and closes the file.
  ///
  /// - Parameter verdict: What the run came to, as of a snapshot: all before it is recorded.
  /// - Returns: What is wrong with the recording, in a sentence; `nil` when it is whole.
  func finish(_ verdict: RecordedVerdict) -> String? {
    guard let writer else { return openFailure.map { Self.complaint(path, $0) } }
    let bytes = encoder.withLock { encoder in
      encoder.append(verdict)
      return encoder.take()
    }
    writer.append(bytes)
    writer.close()
    return writer.failure.map { Self.complaint(path, $0) }
  }

  private static func complaint(_ path: String, _ failure: SystemError) -> String {
    let hasBegun = ["write", "close"].contains(failure.call)
    let place = hasBegun ? "the recording ends here" : "nothing is recorded"
    return sanitized("cannot write '\(path)', \(place): \(failure)")
  }
}

extension RecordedVerdict {
  /// A judgement as the last line of a recording.
  ///
  /// - Parameters:
  ///   - judgement: What the run came to.
  ///   - time: When.
  ///   - signal: What interrupted it, if something did.
  ///   - isReplaced: Whether another run has begun in its place before its end.
  init(
    _ judgement: Judgement, at time: PoolInstant, signal: Signal? = nil, isReplaced: Bool = false
  ) {
    let interruption =
      signal.map { "interrupted by \($0): " } ?? (isReplaced ? "given up for another run: " : "")
    self.init(
      time: time, isInterrupted: !interruption.isEmpty, isMet: judgement.isMet,
      sentence: interruption + judgement.sentence, counts: judgement.counts,
      checks: judgement.checks.map {
        Check(name: $0.name, expected: $0.expected, actual: $0.actual, isMet: $0.isMet)
      })
  }
}

extension RecordingHeader {
  /// The first line of a run's recording.
  init(_ run: Run, processID: Int32) {
    self.init(title: run.scenario.name, pool: run.pool.snapshot().pool)
    description = run.scenario.description
    seed = run.seed
    speed = run.player.pace.speed
    self.processID = Int(processID)
  }
}
