// One language for the dashboard's `/`, for its search, and for what scenarios cancel.
//
//   filter       alternative | alternative …      one of them must hold
//   alternative  condition condition …            all of them must hold
//   condition    !condition, word, "two words", #41, state:failed, worker:2, tag:burst,
//                wait>5s, run<=250ms, try>1, id=41

/// Picks futures by what a person wrote, as in `state:pending tag:burst | wait>5s`.
///
/// Words are looked for in the name and in the text of the result, the error or the note. Letters
/// from A to Z count the same in both cases; all others must be as they were written.
package struct FutureFilter: Sendable, Hashable {
  /// The filter as it was written.
  package let text: String
  /// One of these must hold; none at all picks everything.
  let alternatives: [[Condition]]

  /// Something that holds of a future, or does not.
  struct Condition: Sendable, Hashable {
    var isNegated: Bool
    var term: Term
  }

  /// What a condition looks at.
  enum Term: Sendable, Hashable {
    case state(FilterState)
    case tag(String)
    case worker(String)
    /// Part of the name or of the text, in lower case.
    case word([UInt8])
    case wait(Comparison, Duration)
    case run(Comparison, Duration)
    case attempt(Comparison, Int)
    case id(Comparison, Int)
  }

  /// Whether it picks everything.
  package var isEmpty: Bool { alternatives.isEmpty }

  /// Says whether a future is picked.
  package func matches(_ row: FutureSnapshot, _ context: FilterContext) -> Bool {
    if alternatives.isEmpty { return true }
    for conditions in alternatives
    where conditions.allSatisfy({ $0.term.holds(of: row, context) != $0.isNegated }) {
      return true
    }
    return false
  }
}

extension FutureFilter {
  /// Returns where those stand that wait, or waited, and got across a limit of the filter
  /// meanwhile.
  ///
  /// All else that a filter looks at changes with the row, or with the time that a job runs. The
  /// exception is a word in the text of a value that nobody holds any more: that reads as empty
  /// then, and the row is the same.
  ///
  /// - Parameters:
  ///   - former: One moment, mostly the earlier.
  ///   - now: The other.
  ///   - table: The futures, submitted one after the other, or nearly: two that are submitted at the
  ///     same time may be in either order.
  /// - Returns: Positions in the table, a range for each limit; some more at its ends.
  package func limitsReached(
    since former: PoolInstant, at now: PoolInstant, in table: FutureTable
  ) -> [Range<Int>] {
    let (former, now) = (min(former, now), max(former, now))
    return alternatives.joined().compactMap { condition in
      guard case .wait(_, let limit) = condition.term else { return nil }
      let (early, late) = (limit + .milliseconds(100), limit - .milliseconds(100))
      let start = partition(0..<table.count) { table[$0].submittedAt.duration(to: former) > early }
      let end = partition(0..<table.count) { table[$0].submittedAt.duration(to: now) >= late }
      return start < end ? start..<end : nil
    }
  }
}

/// What a filter must know beside a future's own row.
package struct FilterContext: Sendable {
  /// What the durations are counted to of those that are not done.
  package var now: PoolInstant
  private let workerNames: [Int: String]

  /// Makes what goes with the rows of a snapshot.
  package init(_ snapshot: PoolSnapshot) {
    now = snapshot.takenAt
    workerNames = Dictionary(
      snapshot.workers.map { ($0.index, $0.name) }, uniquingKeysWith: { $1 })
  }

  /// Makes what goes with futures that no worker ran.
  package init(now: PoolInstant = .zero) {
    self.now = now
    workerNames = [:]
  }

  fileprivate func isWorker(_ index: Int?, called word: String) -> Bool {
    guard let index else { return word == "-" }
    return word == String(index) || word == "w\(index)" || workerNames[index] == word
  }
}

extension FutureFilter.Term {
  fileprivate func holds(of row: FutureSnapshot, _ context: FilterContext) -> Bool {
    switch self {
    case .state(let state): state.includes(row)
    case .tag(let tag): row.tags.contains(tag)
    case .worker(let worker): context.isWorker(row.worker, called: worker)
    case .word(let word): row.name.utf8.containsFolded(word) || row.text.utf8.containsFolded(word)
    case .wait(let comparison, let limit):
      comparison.holds(row.waitTime(at: context.now), limit)
    case .run(let comparison, let limit):
      row.runTime(at: context.now).map { comparison.holds($0, limit) } ?? false
    case .attempt(let comparison, let limit): comparison.holds(row.attempt, limit)
    case .id(let comparison, let limit): comparison.holds(Int(clamping: row.id.rawValue), limit)
    }
  }
}

// MARK: - Bytes

extension String.UTF8View {
  /// Says whether bytes stand in here, which are in lower case; ASCII letters count as such.
  fileprivate func containsFolded(_ needle: [UInt8]) -> Bool {
    guard let first = needle.first else { return true }
    guard count >= needle.count else { return false }
    // Without it, characters would be taken apart one by one: eight times as slow.
    return unsafe withContiguousStorageIfAvailable { bytes in
      let last = bytes.count - needle.count
      var start = 0
      while start <= last {
        if unsafe folded(bytes[start]) == first {
          var length = 1
          while length < needle.count, unsafe folded(bytes[start + length]) == needle[length] {
            length += 1
          }
          if length == needle.count { return true }
        }
        start += 1
      }
      return false
    } ?? false
  }
}

extension String {
  /// Its bytes, with ASCII letters in lower case.
  var foldedBytes: [UInt8] { utf8.map(folded) }

  /// Says whether another text stands in it; letters from A to Z count the same in both cases.
  package func containsFolded(_ other: String) -> Bool {
    utf8.containsFolded(other.foldedBytes)
  }
}

@inline(__always)
private func folded(_ byte: UInt8) -> UInt8 {
  byte &- 0x41 < 26 ? byte | 0x20 : byte
}
