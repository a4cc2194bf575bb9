internal import Glibc
internal import Platform
internal import TextCanvas

/// Prints what commands wrote, one after the other.
///
/// Byte by byte, and each stream to its own; where a terminal reads, line by line, and without what
/// a terminal would obey.
final class OutputPrinter: Sendable {
  /// Where the output of one lies that waits for its turn.
  private struct Held {
    var output: Range<Int> = 0..<0
    var errors: Range<Int> = 0..<0
    var complaint: String?
  }

  /// Where one of the streams leads.
  private struct Destination {
    let output: PatientOutput
    let isTerminal: Bool

    init(_ descriptor: Int32) throws(SystemError) {
      output = try PatientOutput(descriptor)
      isTerminal = isatty(descriptor) == 1
    }

    func write(_ lines: [String]) -> Int32? {
      output.write(lines.map { sanitized($0, limit: .max) + "\n" }.joined())
    }
  }

  private struct State {
    /// The number whose turn it is.
    var next = 0
    var held: [Int: Held] = [:]
    /// What all these wrote: one file for each stream, however many wait.
    var store: OutputSpool?
    /// Why nothing more can be written.
    var problem: SystemError?
  }

  private let keepsOrder: Bool
  private let output: Destination
  private let errors: Destination
  private let state = Monitor(State())

  /// Makes a printer.
  ///
  /// - Parameter keepsOrder: Whether each waits until those before it are printed.
  /// - Throws: ``SystemError``, when there are too many descriptors.
  init(keepsOrder: Bool) throws(SystemError) {
    self.keepsOrder = keepsOrder
    output = try Destination(1)
    errors = try Destination(2)
  }

  /// Waits no longer for a reader that does not come: the program ends.
  func beginHurry() {
    output.output.beginHurry()
    errors.output.beginHurry()
  }

  /// Prints what one wrote, or keeps it until its turn comes.
  ///
  /// - Parameters:
  ///   - number: Which one, from 0.
  ///   - spool: What it wrote; `nil` when it never ran.
  ///   - complaint: What is to be said on standard error behind it.
  /// - Returns: Why it could not be written, the first time that happens.
  func print(_ number: Int, _ spool: OutputSpool?, complaint: String?) -> SystemError? {
    state.withLock { state in
      guard state.problem == nil else { return nil }
      if keepsOrder, number > state.next {
        hold(number, spool, complaint, &state)
      } else {
        write(spool, Held(complaint: complaint), isWhole: true, &state)
        if keepsOrder, number == state.next { printFollowers(&state) }
      }
      return state.problem
    }
  }

  /// Prints all that still waits, in order.
  func printAll() {
    state.withLock { state in
      for (_, held) in state.held.sorted(by: { $0.key < $1.key }) {
        write(state.store, held, isWhole: false, &state)
      }
      state.held = [:]
    }
  }

  private func hold(
    _ number: Int, _ spool: OutputSpool?, _ complaint: String?, _ state: inout State
  ) {
    var held = Held(complaint: complaint)
    if let spool, spool.byteCount(.output) + spool.byteCount(.errors) > 0 {
      do throws(SystemError) {
        let store = if let store = state.store { store } else { try OutputSpool() }
        state.store = store
        guard let output = store.append(.output, of: spool),
          let errors = store.append(.errors, of: spool)
        else { throw OutputSpool.failure(errno) }
        held.output = output
        held.errors = errors
      } catch {
        state.problem = error
      }
    }
    state.held[number] = held
  }

  private func printFollowers(_ state: inout State) {
    state.next += 1
    while let held = state.held.removeValue(forKey: state.next) {
      write(state.store, held, isWhole: false, &state)
      state.next += 1
    }
    if state.held.isEmpty { state.store = nil }
  }

  private func write(
    _ spool: OutputSpool?, _ held: Held, isWhole: Bool, _ state: inout State
  ) {
    if let spool {
      write(spool, .output, isWhole ? nil : held.output, &state)
      write(spool, .errors, isWhole ? nil : held.errors, &state)
    }
    if let complaint = held.complaint { _ = errors.write([complaint]) }
  }

  private func write(
    _ spool: OutputSpool, _ stream: OutputSpool.Stream, _ part: Range<Int>?, _ state: inout State
  ) {
    let destination = stream == .output ? output : errors
    var lines = LineSplitter()
    spool.read(stream, part) { piece in
      let problem =
        destination.isTerminal
        ? destination.write(lines.feed(piece)) : destination.output.write(piece)
      if stream == .output {
        state.problem = state.problem ?? problem.map { SystemError.standardOutput($0) }
      }
      return problem == nil
    }
    if let rest = lines.finish() { _ = destination.write([rest]) }
  }
}
