internal import Platform

// standard input ──► the reader's thread ──► list ──► batch ──► commands
//                       └─ waits until all that is there was taken

/// The arguments of commands: those that are there, and perhaps more to come.
final class ArgumentList: Sendable {
  /// Where arguments come from, and what one is called there.
  struct Source: Sendable {
    var name: String
    var unit: String

    static let commandLine = Source(name: "the command line", unit: "argument")
    static let lines = Source(name: "standard input", unit: "line")
    static let nullEnded = Source(name: "standard input", unit: "argument")
  }

  /// What somebody took.
  struct Taken: Sendable {
    var count = 0
    /// Whether there are more already.
    var hasMore = false
    /// Whether nothing will come after these.
    var isLast = false
  }

  private struct State {
    /// Those that are kept, by position; none is nothing.
    var arguments: [Int: [UInt8]] = [:]
    /// How many came.
    var count = 0
    /// Whether no more will come.
    var isComplete = false
    /// Why that is so, where it is not their end.
    var problem: String?
    /// More are read while there are fewer.
    var wantedCount = 1
    var onArrival: (@Sendable () -> Void)?

    mutating func append(_ argument: [UInt8]?) {
      arguments[count] = argument
      count += 1
    }
  }

  let source: Source
  private let state: Monitor<State>

  /// Makes a list that is complete; `nil` in it runs a command as it is.
  init(_ arguments: [[UInt8]?]) {
    source = .commandLine
    var all = State(isComplete: true)
    for argument in arguments { all.append(argument) }
    state = Monitor(all)
  }

  /// Makes a list of what comes on a descriptor, which is read on a thread of its own.
  ///
  /// - Parameters:
  ///   - descriptor: What is read; one that is closed meanwhile is an error.
  ///   - isNullEnded: Whether a NUL ends each, and not a line's end.
  /// - Throws: What the system throws, when it refuses a thread.
  init(reading descriptor: Int32, isNullEnded: Bool) throws {
    source = isNullEnded ? .nullEnded : .lines
    state = Monitor(State())
    let reader = ArgumentReader(descriptor, isNullEnded: isNullEnded, source: source)
    try OSThread.start(name: "arguments") { [self] in
      var reader = reader
      while awaitWish() {
        let piece = reader.next()
        add(piece)
        if piece.isLast { return }
      }
    }.detach()
  }

  /// Says whom to tell of more arguments, and of their end; nobody else is told any more.
  func onArrival(_ arrival: @escaping @Sendable () -> Void) {
    state.withLock { $0.onArrival = arrival }
  }

  /// How many there are by now, kept or forgotten.
  var count: Int { state.withLock { $0.count } }

  /// How many of them are kept.
  var keptCount: Int { state.withLock { $0.arguments.count } }

  /// Why there are no more, where that is not their end.
  var problem: String? { state.withLock { $0.problem } }

  /// The argument at a position, from 0; `nil` when that is to be nothing.
  subscript(position: Int) -> [UInt8]? {
    state.withLock { $0.arguments[position] }
  }

  /// Forgets the argument at a position, which nobody will ask for again.
  func forget(_ position: Int) {
    state.withLock { $0.arguments[position] = nil }
  }

  /// Takes what follows, and lets more be read once all is taken.
  ///
  /// - Parameters:
  ///   - position: Where to begin.
  ///   - limit: How many at most, while more may come.
  ///   - isWanted: Whether some are wanted before it is known how many there will be.
  /// - Returns: How many they are, and what is behind them.
  func take(from position: Int, atMost limit: Int, isWanted: Bool) -> Taken {
    let taken = state.withLock { state -> Taken in
      let rest = state.count - position
      if state.isComplete { return Taken(count: rest, isLast: true) }
      guard isWanted else {
        state.wantedCount = .max
        return Taken()
      }
      let count = min(rest, limit)
      state.wantedCount = max(state.wantedCount, position + count + 1)
      return Taken(count: count, hasMore: count < rest)
    }
    state.signal()
    return taken
  }

  /// Waits until more are wanted.
  private func awaitWish() -> Bool {
    state.wait { $0.count < $0.wantedCount ? true : nil } ?? false
  }

  private func add(_ piece: ArgumentReader.Piece) {
    let onArrival = state.withLock { state in
      for argument in piece.arguments { state.append(argument) }
      state.isComplete = piece.isLast
      state.problem = piece.problem
      return state.onArrival
    }
    if !piece.arguments.isEmpty || piece.isLast { onArrival?() }
  }
}
