/// When a run of commands has seen enough, in the words of GNU parallel.
///
/// `soon,fail=1`, `now,success=3`, `now,done=50%`, `never`; `0` is short for `never`, `1` for
/// `soon,fail=1`, `2` for `now,fail=1`, and `20%` for `soon,fail=20%`; `-1` and `-2` count
/// successes.
package struct HaltRule: Sendable, Hashable {
  /// What becomes of the commands that run.
  package enum Manner: String, Sendable, CaseIterable {
    /// They go on to their ends; no other one starts.
    case soon
    /// They are ended, too.
    case now
    /// Nothing, because nothing is enough.
    case never
  }

  /// Which commands count.
  package enum Subject: String, Sendable, CaseIterable {
    case failed = "fail"
    case succeeded = "success"
    case done
  }

  /// How many of these are enough.
  package enum Limit: Sendable, Hashable {
    case count(Int)
    case percent(Int)
  }

  package var manner: Manner
  package var subject: Subject
  package var limit: Limit

  /// Whether it is known only with all commands how many are enough.
  package var isOfAll: Bool {
    if case .percent = limit, manner != .never { true } else { false }
  }

  package init(_ manner: Manner, _ subject: Subject, _ limit: Limit) {
    (self.manner, self.subject, self.limit) = (manner, subject, limit)
  }

  /// Reads a rule; `nil` when it is none.
  package init?(text: String) {
    switch text {
    case "0", "never": self.init(.never, .done, .count(1))
    case "1": self.init(.soon, .failed, .count(1))
    case "2": self.init(.now, .failed, .count(1))
    case "-1": self.init(.soon, .succeeded, .count(1))
    case "-2": self.init(.now, .succeeded, .count(1))
    default:
      if let limit = Limit(text: text), case .percent = limit {
        self.init(.soon, .failed, limit)
        return
      }
      let parts = text.split(separator: ",", omittingEmptySubsequences: false)
      guard parts.count == 2, let manner = Manner(rawValue: String(parts[0])) else { return nil }
      let halves = parts[1].split(separator: "=", omittingEmptySubsequences: false)
      guard halves.count == 2, let subject = Subject(rawValue: String(halves[0])),
        let limit = Limit(text: String(halves[1]))
      else { return nil }
      self.init(manner, subject, limit)
    }
  }
}

extension HaltRule.Limit {
  fileprivate init?(text: String) {
    let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(digits), number > 0
    else { return nil }
    if text.hasSuffix("%") {
      guard number <= 100 else { return nil }
      self = .percent(number)
    } else {
      self = .count(number)
    }
  }
}

// MARK: - Counting

/// How the commands of a run ended so far.
package struct CommandTally: Sendable, Hashable {
  package var failedCount = 0
  package var succeededCount = 0
  /// How many there are, whether they have started or not.
  package var totalCount: Int

  package init(totalCount: Int) {
    self.totalCount = totalCount
  }

  /// The exit code without a rule: how many failed, 101 for more than a hundred.
  package static func exitCode(failedCount: Int) -> Int32 {
    Int32(min(failedCount, 101))
  }

  /// The exit code that says which part failed, in percent.
  ///
  /// Where a key runs commands again, more may have failed than there are; a code beyond 255 would
  /// become any other, 0 among them.
  fileprivate var percentExitCode: Int32 {
    guard totalCount > 0 else { return 0 }
    return Int32((min(failedCount, totalCount) * 100 + totalCount - 1) / totalCount)
  }
}

extension HaltRule {
  /// Whether so many are enough.
  package func isMet(by tally: CommandTally) -> Bool {
    guard manner != .never else { return false }
    let count =
      switch subject {
      case .failed: tally.failedCount
      case .succeeded: tally.succeededCount
      case .done: tally.failedCount + tally.succeededCount
      }
    return switch limit {
    case .count(let limit): count >= limit
    case .percent(let percent): count * 100 >= tally.totalCount * percent
    }
  }

  /// The exit code of a run that halts.
  ///
  /// - Parameters:
  ///   - tally: How the commands ended so far.
  ///   - last: The exit code of the command that ended last; 128 and its number for a signal.
  /// - Returns: What GNU parallel returns then.
  package func exitCode(_ tally: CommandTally, last: Int32) -> Int32 {
    switch (subject, limit) {
    case (_, .percent): tally.percentExitCode
    case (.succeeded, .count): 0
    case (_, .count(1)): last
    case (_, .count): CommandTally.exitCode(failedCount: tally.failedCount)
    }
  }

  /// The exit code of a run that came to its end without halting.
  package func exitCodeWithoutHalt(failedCount: Int, of totalCount: Int) -> Int32 {
    var tally = CommandTally(totalCount: totalCount)
    tally.failedCount = failedCount
    return switch limit {
    case .count: CommandTally.exitCode(failedCount: failedCount)
    case .percent: tally.percentExitCode
    }
  }
}
