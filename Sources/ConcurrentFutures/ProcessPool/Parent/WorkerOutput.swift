internal import Platform

/// What a worker process writes to its standard output and its standard error.
///
/// Its lines belong to the future that runs. Whoever has time reads them: the pool's watch while
/// the job runs, and the worker's thread before it says that the job has ended.
final class WorkerOutput: Sendable {
  /// Takes a line, and the future whose job wrote it.
  typealias Sink = (_ line: String, _ future: FutureID?) -> Void

  private let pipes: [OutputPipe]
  private let pipeDescriptors: [Int32]
  private let state = Monitor(State())

  private struct State {
    var future: FutureID?
    /// Bytes of the lines of the current run that were kept.
    var keptCount = 0
    var cutCount = 0
    /// What was cut before the run, of what was nobody's.
    var formerCutCount = 0
    /// The last lines on standard error.
    var tail: [String] = []
    var tailCount = 0
  }

  init(_ launched: LaunchedWorker) {
    pipes = [launched.standardOutput, launched.standardError]
    pipeDescriptors = pipes.map(\.descriptor)
  }

  /// Descriptors on which something may come.
  var descriptors: [Int32] { pipes.filter { !$0.isAtEnd }.map(\.descriptor) }

  /// Says whose the lines are from now on.
  func begin(_ future: FutureID) {
    state.withLock { state in
      let cutCount = state.future == nil ? state.cutCount : 0
      state = State()
      state.future = future
      state.formerCutCount = cutCount
    }
  }

  /// Hands out what is there.
  func drain(into sink: Sink) {
    read(isLast: false, into: sink)
  }

  /// Hands out a line that a job logged; it counts as one that it printed, and for nothing where it
  /// is nobody's.
  func add(_ line: String, of future: FutureID?, into sink: Sink) {
    guard let future else { return sink(line, nil) }
    if let kept = note(line, isError: false).kept { sink(kept, future) }
  }

  /// Hands out the last lines of a future, and what was cut off; what comes now belongs to none.
  func finish(into sink: Sink) {
    read(isLast: true, into: sink)
    let (future, cutCount, formerCutCount) = state.withLock { state in
      defer {
        state.future = nil
        state.keptCount = 0
        state.cutCount = 0
        state.formerCutCount = 0
      }
      return (state.future, state.cutCount, state.formerCutCount)
    }
    for (count, future) in [(formerCutCount, nil), (cutCount, future)] where count > 0 {
      sink("… \(count) more bytes of output were cut off", future)
    }
  }

  private func read(isLast: Bool, into sink: Sink) {
    // Almost always there is nothing: one look at both.
    let ready = waitReadable(pipeDescriptors, timeout: .zero)
    for (place, pipe) in pipes.enumerated() where ready[place] || isLast {
      pipe.drain(isLast: isLast, mayRead: ready[place]) { line in
        let (future, kept) = note(line, isError: place == 1)
        if let kept { sink(kept, future) }
      }
    }
  }

  /// Counts a line; says whose it is, and what of it is kept: its beginning, where it is too long,
  /// and nothing more after that.
  private func note(_ line: String, isError: Bool) -> (future: FutureID?, kept: String?) {
    state.withLock { state in
      let count = line.utf8.count + 1
      if isError {
        state.tail.append(line)
        state.tailCount += count
        while state.tailCount > ProcessSettings.tailLimit, state.tail.count > 1 {
          state.tailCount -= state.tail.removeFirst().utf8.count + 1
        }
      }
      let room = state.cutCount > 0 ? 0 : ProcessSettings.outputLimit - state.keptCount
      guard count > room else {
        state.keptCount += count
        return (state.future, line)
      }
      let kept = line.beginning(ofBytes: room - 1)
      state.keptCount += kept.utf8.count
      state.cutCount += count - kept.utf8.count
      return (state.future, kept.isEmpty ? nil : kept)
    }
  }

  /// The last lines that came on standard error while the current future ran.
  var standardErrorTail: String {
    state.withLock { state in
      String(
        decoding: state.tail.joined(separator: "\n").utf8.suffix(ProcessSettings.tailLimit),
        as: UTF8.self)
    }
  }
}

extension String {
  /// Its first characters that are no more than so many bytes.
  fileprivate func beginning(ofBytes limit: Int) -> String {
    var beginning = utf8.prefix(max(0, limit))
    while beginning.endIndex.samePosition(in: unicodeScalars) == nil { beginning.removeLast() }
    return String(Substring(beginning))
  }
}
