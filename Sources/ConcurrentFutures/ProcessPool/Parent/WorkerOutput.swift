internal import Platform

/// What a worker process writes to its standard output and its standard error.
///
/// Its lines belong to the future that runs. Whoever has time reads them: the pool's watch while the
/// job runs, and the worker's thread before it says that the job has ended.
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
      state = State()
      state.future = future
    }
  }

  /// Hands out what is there.
  func drain(into sink: Sink) {
    read(isLast: false, into: sink)
  }

  /// Hands out a line that the job logged; it counts as one that it printed.
  func add(_ line: String, into sink: Sink) {
    let (future, isKept) = note(line, isError: false)
    if isKept { sink(line, future) }
  }

  /// Hands out the last lines of a future, and what was cut off; what comes now belongs to none.
  func finish(into sink: Sink) {
    read(isLast: true, into: sink)
    let (future, cutCount) = state.withLock { state in
      defer {
        state.future = nil
        state.keptCount = 0
        state.cutCount = 0
      }
      return (state.future, state.cutCount)
    }
    if cutCount > 0 { sink("… \(cutCount) more bytes of output were cut off", future) }
  }

  private func read(isLast: Bool, into sink: Sink) {
    // Almost always there is nothing: one look at both.
    let ready = waitReadable(pipeDescriptors, timeout: .zero)
    for (place, pipe) in pipes.enumerated() where ready[place] || isLast {
      pipe.drain(isLast: isLast, mayRead: ready[place]) { line in
        let (future, isKept) = note(line, isError: place == 1)
        if isKept { sink(line, future) }
      }
    }
  }

  private func note(_ line: String, isError: Bool) -> (future: FutureID?, isKept: Bool) {
    state.withLock { state in
      let count = line.utf8.count + 1
      if isError {
        state.tail.append(line)
        state.tailCount += count
        while state.tailCount > ProcessSettings.tailLimit, state.tail.count > 1 {
          state.tailCount -= state.tail.removeFirst().utf8.count + 1
        }
      }
      guard state.keptCount + count <= ProcessSettings.outputLimit else {
        state.cutCount += count
        return (state.future, false)
      }
      state.keptCount += count
      return (state.future, true)
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
