/// Somebody who can say what jobs were given, as long as they are there.
package protocol DescribingInputs: AnyObject, Sendable {
  /// Returns a short text of what a future's job was given; empty when that is not there any more.
  func inputText(of future: FutureID) -> String
}

/// Whom a snapshot asks for the texts of inputs, while the pool lives.
///
/// No part of what the snapshot says: all are equal, and none is written to a file.
struct InputSource: Sendable, Hashable {
  private final class Link: Sendable {
    weak let pool: (any DescribingInputs)?

    init(_ pool: any DescribingInputs) {
      self.pool = pool
    }
  }

  private var link: Link?

  /// Makes one that knows nobody.
  init() {}

  init(_ pool: any DescribingInputs) {
    link = Link(pool)
  }

  func text(of future: FutureID) -> String { link?.pool?.inputText(of: future) ?? "" }

  static func == (left: InputSource, right: InputSource) -> Bool { true }

  func hash(into hasher: inout Hasher) {}
}

extension PoolSnapshot {
  /// Returns a short text of what the job of a future was given.
  ///
  /// Made now, of the input itself, which a pool keeps until the job has run. Empty after that; for
  /// a closure, which has no input that anybody knows of; and in a snapshot that was read from a
  /// file.
  ///
  /// - Complexity: O(log n) for n futures that wait, under the pool's lock; one that waits for
  ///   another attempt may cost O(n).
  public func inputText(of future: FutureID) -> String {
    inputs.text(of: future)
  }

  /// Takes in whom to ask for the texts of inputs.
  package mutating func ask(_ pool: any DescribingInputs) {
    inputs = InputSource(pool)
  }
}
